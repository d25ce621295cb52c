"""quiz engine."""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_attempt_state'), type_='check')
    op.execute("UPDATE attempt SET state = 'graded' WHERE state IN ('submitted', 'expired')")
    op.create_table('quiz_summary',
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('activity_id', sa.String(), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('grades', sa.Integer(), nullable=False),
    sa.Column('graded_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('figures', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=True),
    sa.Column('questions', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=True),
    sa.Column('gains', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=True),
    sa.Column('flagged', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('course_id', 'activity_id', name=op.f('pk_quiz_summary'))
    )
    with op.batch_alter_table('quiz_summary', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quiz_summary_graded_until'), ['graded_until'], unique=False)

    op.create_table('extra_time',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('percent BETWEEN 0 AND 300', name=op.f('ck_extra_time_percent')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_extra_time_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_extra_time_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'course_id', name=op.f('pk_extra_time'))
    )
    op.create_table('recall_card',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('activity_id', sa.String(), nullable=False),
    sa.Column('stability', sa.Double(), nullable=False),
    sa.Column('difficulty', sa.Double(), nullable=False),
    sa.Column('due', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reviews', sa.Integer(), nullable=False),
    sa.Column('can_be_asked', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_recall_card_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'course_id', 'question_id', name=op.f('pk_recall_card'))
    )
    with op.batch_alter_table('recall_card', schema=None) as batch_op:
        batch_op.create_index('ix_recall_card_person_id_due', ['person_id', 'due'], unique=False)

    op.create_table('recall_learner',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_recall_learner_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_recall_learner'))
    )
    op.create_table('recall_session',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seed', sa.BigInteger(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('items', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_recall_session_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recall_session')),
    sa.UniqueConstraint('person_id', 'number', name=op.f('uq_recall_session_person_id_number'))
    )
    op.create_table('regrade',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('activity_id', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('method', sa.String(), nullable=False),
    sa.Column('revision_id', sa.Uuid(), nullable=False),
    sa.Column('pairs', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('up', sa.Integer(), nullable=False),
    sa.Column('down', sa.Integer(), nullable=False),
    sa.Column('passes', sa.Integer(), nullable=False),
    sa.Column('below', sa.Integer(), nullable=False),
    sa.CheckConstraint("method IN ('best', 'new-key', 'full-asked', 'full-answered', 'drop')", name=op.f('ck_regrade_method')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_regrade_by_id_person')),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_regrade_revision_id_revision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_regrade')),
    sa.UniqueConstraint('course_id', 'activity_id', 'number', name=op.f('uq_regrade_course_id_activity_id_number'))
    )
    op.create_table('grade',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('cause', sa.String(), nullable=False),
    sa.Column('regrade_id', sa.Uuid(), nullable=True),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('points', sa.String(40), nullable=False),
    sa.Column('maximum', sa.String(40), nullable=False),
    sa.Column('passed', sa.Boolean(), nullable=False),
    sa.Column('questions', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.CheckConstraint("cause IN ('closing', 'marking', 'regrade')", name=op.f('ck_grade_cause')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_grade_attempt_id_attempt')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_grade_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grade')),
    sa.UniqueConstraint('attempt_id', 'seq', name=op.f('uq_grade_attempt_id_seq'))
    )
    with op.batch_alter_table('grade', schema=None) as batch_op:
        batch_op.create_index('ix_grade_at', ['at'], unique=False)

    op.create_table('hint',
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_hint_attempt_id_attempt')),
    sa.PrimaryKeyConstraint('attempt_id', 'question_id', name=op.f('pk_hint'))
    )
    op.create_table('mark',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('levels', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('share', sa.String(), nullable=False),
    sa.Column('comment', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_mark_attempt_id_attempt')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_mark_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mark')),
    sa.UniqueConstraint('attempt_id', 'question_id', 'seq', name=op.f('uq_mark_attempt_id_question_id_seq'))
    )
    op.create_table('objection',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('activity_id', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reply', sa.String(), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by', sa.Uuid(), nullable=True),
    sa.CheckConstraint("state IN ('open', 'agreed', 'declined')", name=op.f('ck_objection_state')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_objection_attempt_id_attempt')),
    sa.ForeignKeyConstraint(['settled_by'], ['person.id'], name=op.f('fk_objection_settled_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objection')),
    sa.UniqueConstraint('attempt_id', 'question_id', name=op.f('uq_objection_attempt_id_question_id'))
    )
    with op.batch_alter_table('objection', schema=None) as batch_op:
        batch_op.create_index('ix_objection_course_id_activity_id', ['course_id', 'activity_id'], unique=False)

    op.create_table('recall_review',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('activity_id', sa.String(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('revision_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verdict', sa.String(), nullable=False),
    sa.Column('confidence', sa.Integer(), nullable=True),
    sa.Column('hinted', sa.Boolean(), nullable=False),
    sa.Column('attempt_id', sa.Uuid(), nullable=True),
    sa.Column('session_id', sa.Uuid(), nullable=True),
    sa.Column('place', sa.Integer(), nullable=True),
    sa.Column('given', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=True),
    sa.CheckConstraint("verdict IN ('right', 'partly', 'wrong', 'passed-over')", name=op.f('ck_recall_review_verdict')),
    sa.CheckConstraint('(attempt_id IS NULL) <> (session_id IS NULL)', name=op.f('ck_recall_review_source')),
    sa.CheckConstraint('confidence BETWEEN 1 AND 3', name=op.f('ck_recall_review_confidence')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_recall_review_attempt_id_attempt')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_recall_review_person_id_person')),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_recall_review_revision_id_revision')),
    sa.ForeignKeyConstraint(['session_id'], ['recall_session.id'], name=op.f('fk_recall_review_session_id_recall_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recall_review')),
    sa.UniqueConstraint('person_id', 'seq', name=op.f('uq_recall_review_person_id_seq')),
    sa.UniqueConstraint('session_id', 'place', name=op.f('uq_recall_review_session_id_place'))
    )
    op.create_table('regrade_notice',
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('regrade_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('points_before', sa.String(40), nullable=False),
    sa.Column('maximum_before', sa.String(40), nullable=False),
    sa.Column('points', sa.String(40), nullable=False),
    sa.Column('maximum', sa.String(40), nullable=False),
    sa.Column('passed_by_it', sa.Boolean(), nullable=False),
    sa.Column('dismissed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_regrade_notice_attempt_id_attempt')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_regrade_notice_person_id_person')),
    sa.ForeignKeyConstraint(['regrade_id'], ['regrade.id'], name=op.f('fk_regrade_notice_regrade_id_regrade')),
    sa.PrimaryKeyConstraint('attempt_id', 'regrade_id', name=op.f('pk_regrade_notice'))
    )
    with op.batch_alter_table('regrade_notice', schema=None) as batch_op:
        batch_op.create_index('ix_regrade_notice_person_id', ['person_id'], unique=False)

    op.create_table('told',
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_told_attempt_id_attempt')),
    sa.PrimaryKeyConstraint('attempt_id', 'question_id', name=op.f('pk_told'))
    )
    op.create_table('upload',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_upload_attempt_id_attempt')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_upload'))
    )
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.create_index('ix_upload_attempt_id_question_id', ['attempt_id', 'question_id'], unique=False)

    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.add_column(sa.Column('closed_by', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('receipt', sa.String(), nullable=True))
        batch_op.create_index('ix_attempt_course_id_activity_id', ['course_id', 'activity_id', 'closed_at'], unique=False)
        batch_op.create_index('ix_attempt_submitted', ['course_id', 'closed_at'], unique=False, sqlite_where=sa.text("state = 'submitted'"), postgresql_where=sa.text("state = 'submitted'"))

    with op.batch_alter_table('fact', schema=None) as batch_op:
        batch_op.add_column(sa.Column('corrects', sa.Uuid(), nullable=True))

    with op.batch_alter_table('response', schema=None) as batch_op:
        batch_op.add_column(sa.Column('base', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('set_aside', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('confidence', sa.Integer(), nullable=True))

    op.execute("UPDATE attempt SET closed_by = 'learner' WHERE state = 'graded'")
    op.execute("UPDATE attempt SET closed_by = 'time' WHERE state = 'graded' AND closed_at > until")
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_attempt_state'), "state IN ('open', 'submitted', 'graded', 'regraded')")
        batch_op.create_check_constraint(op.f('ck_attempt_closed_by'), "closed_by IN ('learner', 'time')")
    with op.batch_alter_table('response', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_response_confidence'), 'confidence BETWEEN 1 AND 3')


def downgrade() -> None:
    with op.batch_alter_table('response', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_response_confidence'), type_='check')
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_attempt_closed_by'), type_='check')
        batch_op.drop_constraint(op.f('ck_attempt_state'), type_='check')
    op.execute("UPDATE attempt SET state = CASE WHEN closed_by = 'time' THEN 'expired' ELSE 'submitted' END WHERE state <> 'open'")
    with op.batch_alter_table('response', schema=None) as batch_op:
        batch_op.drop_column('confidence')
        batch_op.drop_column('set_aside')
        batch_op.drop_column('base')

    with op.batch_alter_table('fact', schema=None) as batch_op:
        batch_op.drop_column('corrects')

    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_index('ix_attempt_submitted', sqlite_where=sa.text("state = 'submitted'"), postgresql_where=sa.text("state = 'submitted'"))
        batch_op.drop_index('ix_attempt_course_id_activity_id')
        batch_op.drop_column('receipt')
        batch_op.drop_column('closed_by')

    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.drop_index('ix_upload_attempt_id_question_id')

    op.drop_table('upload')
    op.drop_table('told')
    with op.batch_alter_table('regrade_notice', schema=None) as batch_op:
        batch_op.drop_index('ix_regrade_notice_person_id')

    op.drop_table('regrade_notice')
    op.drop_table('recall_review')
    with op.batch_alter_table('objection', schema=None) as batch_op:
        batch_op.drop_index('ix_objection_course_id_activity_id')

    op.drop_table('objection')
    op.drop_table('mark')
    op.drop_table('hint')
    with op.batch_alter_table('grade', schema=None) as batch_op:
        batch_op.drop_index('ix_grade_at')

    op.drop_table('grade')
    op.drop_table('regrade')
    op.drop_table('recall_session')
    op.drop_table('recall_learner')
    with op.batch_alter_table('recall_card', schema=None) as batch_op:
        batch_op.drop_index('ix_recall_card_person_id_due')

    op.drop_table('recall_card')
    op.drop_table('extra_time')
    with op.batch_alter_table('quiz_summary', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_quiz_summary_graded_until'))

    op.drop_table('quiz_summary')
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_attempt_state'), "state IN ('open', 'submitted', 'expired')")
