-- Who has said something of this person: asked for everybody who watches a room.
CREATE UNIQUE INDEX privacy_exceptions_about ON privacy_exceptions (person_id, user_id);
