"""Which ideas speak of the same things."""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table('neighbour',
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('nearness', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['idea_id'], ['idea.id'], name=op.f('fk_neighbour_idea_id_idea')),
    sa.ForeignKeyConstraint(['other_id'], ['idea.id'], name=op.f('fk_neighbour_other_id_idea')),
    sa.PrimaryKeyConstraint('idea_id', 'other_id', name=op.f('pk_neighbour'))
    )
    op.create_index(op.f('ix_neighbour_other_id'), 'neighbour', ['other_id'], unique=False)
    op.create_index('ix_neighbour_idea_id_nearness', 'neighbour', ['idea_id', 'nearness'], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index('ix_neighbour_idea_id_nearness', table_name='neighbour')
    op.drop_index(op.f('ix_neighbour_other_id'), table_name='neighbour')
    op.drop_table('neighbour')
