"""The kinds of question: one module each. `types` lists them; `learning.quiz.interaction` says what each must offer."""
