package io.presence.graph.people;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.presence.contracts.Visibility.Audience;
import io.presence.contracts.VisibilityPolicy;

/**
 * What the deployment decides for all its people. A change takes effect at the next start of this
 * service, for pushes at the next start of the expiry-workers: they cache audiences by graph
 * version, which a change of configuration does not raise.
 *
 * @param reciprocity {@code PRESENCE_VISIBILITY_RECIPROCITY}: who hides their last seen from
 *     everybody sees nobody's but of those for whom they make an exception; who hides it from one
 *     person by an exception does not see theirs
 * @param approximateLastSeen {@code PRESENCE_VISIBILITY_APPROXIMATE_LAST_SEEN}: who may see the
 *     status but not the last seen is told about when it was
 * @param defaultOnlineStatus {@code PRESENCE_VISIBILITY_DEFAULT_ONLINE_STATUS}: {@code
 *     everyone|contacts|nobody}, of people who have set nothing
 * @param defaultLastSeen {@code PRESENCE_VISIBILITY_DEFAULT_LAST_SEEN}: the same, for last seen
 */
@ConfigurationProperties("presence.visibility")
public record VisibilitySettings(
    @Bindable(defaultValue = "false") boolean reciprocity,
    @Bindable(defaultValue = "false") boolean approximateLastSeen,
    @Bindable(defaultValue = "CONTACTS") Audience defaultOnlineStatus,
    @Bindable(defaultValue = "CONTACTS") Audience defaultLastSeen) {

  public VisibilityPolicy policy() {
    return new VisibilityPolicy(
        reciprocity, approximateLastSeen, defaultOnlineStatus, defaultLastSeen);
  }
}
