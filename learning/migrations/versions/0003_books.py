"""books."""

from alembic import op
import sqlalchemy as sa

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('book',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('revision_id', sa.Uuid(), nullable=False),
    sa.Column('edition', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_book_revision_id_revision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_book'))
    )
    with op.batch_alter_table('book', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_book_course_id'), ['course_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('book', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_book_course_id'))

    op.drop_table('book')
