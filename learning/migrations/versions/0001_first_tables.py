"""first tables."""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('act', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('details', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_subject'), ['subject'], unique=False)

    op.create_table('blob',
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_blob'))
    )
    op.create_table('cohort',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('pace', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort'))
    )
    with op.batch_alter_table('cohort', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cohort_course_id'), ['course_id'], unique=False)

    op.create_table('outbox_item',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('payload', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_error', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_item'))
    )
    with op.batch_alter_table('outbox_item', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_item_state_due_at', ['state', 'due_at'], unique=False)

    op.create_table('person',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('name_key', sa.String(), nullable=False),
    sa.Column('login', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=True),
    sa.Column('password_hash', sa.String(), nullable=True),
    sa.Column('constituency', sa.String(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('organisation', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('invited_to', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('password_changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reset_asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("constituency in ('government', 'employer', 'worker', 'other')", name=op.f('ck_person_constituency')),
    sa.CheckConstraint("state in ('active', 'waiting', 'disabled')", name=op.f('ck_person_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('login', name=op.f('uq_person_login'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_invited_to'), ['invited_to'], unique=False)
        batch_op.create_index('ix_person_name_key_id', ['name_key', 'id'], unique=False)

    op.create_table('rendering',
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_rendering'))
    )
    op.create_table('revision',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('files', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('outline', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision')),
    sa.UniqueConstraint('course_id', 'number', name=op.f('uq_revision_course_id_number'))
    )
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_revision_course_id'), ['course_id'], unique=False)

    op.create_table('try_counter',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_try_counter'))
    )
    with op.batch_alter_table('try_counter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_try_counter_first_at'), ['first_at'], unique=False)

    op.create_table('attempt',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('activity_id', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Uuid(), nullable=False),
    sa.Column('seed', sa.BigInteger(), nullable=False),
    sa.Column('questions', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('points', sa.String(40), nullable=True),
    sa.Column('maximum', sa.String(40), nullable=True),
    sa.Column('passed', sa.Boolean(), nullable=True),
    sa.CheckConstraint("state IN ('open', 'submitted', 'expired')", name=op.f('ck_attempt_state')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_attempt_person_id_person')),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_attempt_revision_id_revision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt')),
    sa.UniqueConstraint('person_id', 'course_id', 'activity_id', 'number', name=op.f('uq_attempt_person_id_course_id_activity_id_number'))
    )
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_index('uq_attempt_open', ['person_id', 'course_id', 'activity_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('course',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('revision_id', sa.Uuid(), nullable=False),
    sa.Column('served_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_course_revision_id_revision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course'))
    )
    op.create_table('enrolment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('cohort_id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('enrolled_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_enrolment_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_enrolment_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment')),
    sa.UniqueConstraint('person_id', 'cohort_id', name=op.f('uq_enrolment_person_id_cohort_id'))
    )
    op.create_table('fact',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('activity_id', sa.String(), nullable=False),
    sa.Column('verb', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revision_id', sa.Uuid(), nullable=False),
    sa.Column('points', sa.String(40), nullable=True),
    sa.Column('maximum', sa.String(40), nullable=True),
    sa.CheckConstraint("verb IN ('completed', 'submitted', 'passed', 'failed')", name=op.f('ck_fact_verb')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_fact_person_id_person')),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_fact_revision_id_revision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fact'))
    )
    with op.batch_alter_table('fact', schema=None) as batch_op:
        batch_op.create_index('ix_fact_person_id_course_id', ['person_id', 'course_id'], unique=False)

    op.create_table('note',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('activity_id', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_note_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'course_id', 'activity_id', name=op.f('pk_note'))
    )
    op.create_table('one_time_token',
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('data', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('uses_left', sa.Integer(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.CheckConstraint('uses_left >= 0', name=op.f('ck_one_time_token_uses_left')),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_one_time_token_created_by_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_one_time_token_person_id_person')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_one_time_token'))
    )
    with op.batch_alter_table('one_time_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_one_time_token_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_one_time_token_person_id'), ['person_id'], unique=False)

    op.create_table('person_grant',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('scope_kind', sa.String(), nullable=False),
    sa.Column('scope_id', sa.String(), nullable=False),
    sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_grant_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'role', 'scope_kind', 'scope_id', name=op.f('pk_person_grant'))
    )
    op.create_table('person_session',
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('remembered', sa.Boolean(), nullable=False),
    sa.Column('device', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_session_person_id_person')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_person_session'))
    )
    with op.batch_alter_table('person_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_session_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_session_person_id'), ['person_id'], unique=False)

    op.create_table('record',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('standings', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('place_activity', sa.String(), nullable=False),
    sa.Column('place_heading', sa.String(), nullable=False),
    sa.Column('place_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_record_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'course_id', name=op.f('pk_record'))
    )
    op.create_table('remark',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('course_id', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('revision_id', sa.Uuid(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_remark_person_id_person')),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_remark_revision_id_revision')),
    sa.ForeignKeyConstraint(['settled_by'], ['person.id'], name=op.f('fk_remark_settled_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remark'))
    )
    with op.batch_alter_table('remark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remark_course_id'), ['course_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_remark_made_at'), ['made_at'], unique=False)

    op.create_table('response',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('attempt_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('given', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('flagged', sa.Boolean(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_response_attempt_id_attempt')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_response')),
    sa.UniqueConstraint('attempt_id', 'seq', name=op.f('uq_response_attempt_id_seq'))
    )


def downgrade() -> None:
    op.drop_table('response')
    with op.batch_alter_table('remark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_remark_made_at'))
        batch_op.drop_index(batch_op.f('ix_remark_course_id'))

    op.drop_table('remark')
    op.drop_table('record')
    with op.batch_alter_table('person_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_session_person_id'))
        batch_op.drop_index(batch_op.f('ix_person_session_expires_at'))

    op.drop_table('person_session')
    op.drop_table('person_grant')
    with op.batch_alter_table('one_time_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_one_time_token_person_id'))
        batch_op.drop_index(batch_op.f('ix_one_time_token_expires_at'))

    op.drop_table('one_time_token')
    op.drop_table('note')
    with op.batch_alter_table('fact', schema=None) as batch_op:
        batch_op.drop_index('ix_fact_person_id_course_id')

    op.drop_table('fact')
    op.drop_table('enrolment')
    op.drop_table('course')
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_index('uq_attempt_open', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.drop_table('attempt')
    with op.batch_alter_table('try_counter', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_try_counter_first_at'))

    op.drop_table('try_counter')
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_revision_course_id'))

    op.drop_table('revision')
    op.drop_table('rendering')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index('ix_person_name_key_id')
        batch_op.drop_index(batch_op.f('ix_person_invited_to'))

    op.drop_table('person')
    with op.batch_alter_table('outbox_item', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_item_state_due_at')

    op.drop_table('outbox_item')
    with op.batch_alter_table('cohort', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cohort_course_id'))

    op.drop_table('cohort')
    op.drop_table('blob')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entry_subject'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_at'))

    op.drop_table('audit_entry')
