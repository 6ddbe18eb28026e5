/**
 * The leak oracle. A {@link io.presence.endtoend.oracle.Plan} made of a seed says what each of a
 * dozen people does; {@link io.presence.endtoend.oracle.Actor}s do it on the real stack, all at the
 * same time, and keep every byte that comes back; afterwards {@link
 * io.presence.endtoend.oracle.Judge} holds each byte against what its receiver was allowed to know.
 *
 * <p>What was allowed is computed by a model of its own ({@link
 * io.presence.endtoend.oracle.World#seeing}), which knows nothing of the product's code. Nobody
 * outside can tell at which instant a call takes effect; so each thing has a {@link
 * io.presence.endtoend.oracle.History}: from the moment that a call begins its effect is possible,
 * from the moment that it has returned it is certain, in between both the old and the new may be.
 * The windows, exactly:
 *
 * <ul>
 *   <li>A state of a subject is possible from when its {@code update_status} was sent until the
 *       {@code ack} of the next one came; a session, from the upgrade until its goodbye was
 *       answered (with some time for it to be written), or a TTL after it was cut.
 *   <li>A relation, setting, exception or membership is as before until the REST call that changes
 *       it has returned, and as after from when that call was begun.
 *   <li>An <em>answer</em> must be explained by one moment between its question and its arrival at
 *       which both the state was possible and seeing it was allowed.
 *   <li>An <em>unasked</em> frame must be explained by one such moment before it arrived. So a
 *       change committed after a block has returned explains nothing, however late it comes; one
 *       committed before it may still be under way.
 *   <li>An unasked frame that says nothing (the offline of somebody hidden) must have had a reason
 *       to exist: shortly before it, something could be seen, or the pair's relation changed.
 *   <li>An unasked frame that says once more that somebody is offline must have had one, too: since
 *       shortly before the first of the two they could be seen, or the pair's relation changed.
 *   <li>A <em>count</em> of a room must add up: for every member there must be a moment (after the
 *       question; of an unasked one, shortly before it arrived) at which they were in the room,
 *       could be seen and were as they must have been counted. Who edited their graph shortly
 *       before may be missing from it, never be in it too much.
 *   <li>A <em>list</em> of the friend graph holds who may be in it at some moment of its answer;
 *       and who has blocked or is blocked is called there what they were called when that began.
 *   <li>Whoever is spoken of must be a contact, subscribed to, or in a subscribed room with the
 *       viewer; and whatever is said beside all this, in a field or a byte that nothing accounts
 *       for, is a leak ({@link io.presence.endtoend.oracle.Bytes}, {@link
 *       io.presence.endtoend.oracle.Shapes}).
 * </ul>
 *
 * <p>Every state carries a message that no other state has, so that what is said can be told apart
 * from what was said before, and is found in raw bytes wherever it hides; so are names and ids.
 *
 * <p>A new setting is a field of {@link io.presence.endtoend.oracle.Privacy} and a line in {@link
 * io.presence.endtoend.oracle.World#rule}; a new field of a frame is a word in {@link
 * io.presence.endtoend.oracle.Shapes}; a new channel is an {@link io.presence.endtoend.oracle.Act}
 * whose bytes are given to {@link io.presence.endtoend.oracle.Person#hear}: views are found in them
 * wherever they stand.
 */
@NullMarked
package io.presence.endtoend.oracle;

import org.jspecify.annotations.NullMarked;
