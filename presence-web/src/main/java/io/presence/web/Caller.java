package io.presence.web;

import io.presence.contracts.UserId;
import java.util.Set;

/**
 * Who is asking, as a verified token says: the only source of identity. A controller takes it as an
 * argument.
 *
 * @param userId the token's {@code sub}
 * @param roles the token's {@code roles}
 */
public record Caller(UserId userId, Set<String> roles) {
  public static final String ROLES_CLAIM = "roles";
  public static final String ADMIN = "admin";
  public static final String SUPPORT = "support";

  public Caller {
    roles = Set.copyOf(roles);
  }

  /** May edit anyone. */
  public boolean isAdmin() {
    return roles.contains(ADMIN);
  }

  /** May read anyone. */
  public boolean isSupport() {
    return isAdmin() || roles.contains(SUPPORT);
  }

  /**
   * A user reads only themself; support and admins read anyone.
   *
   * @throws ProblemException 403 otherwise
   */
  public void requireMayRead(UserId subject) {
    if (!userId.equals(subject) && !isSupport()) {
      throw ProblemException.forbidden(
          "you may read only your own data; reading others needs the role support or admin");
    }
  }

  /**
   * A user edits only themself; admins edit anyone.
   *
   * @throws ProblemException 403 otherwise
   */
  public void requireMayEdit(UserId subject) {
    if (!userId.equals(subject) && !isAdmin()) {
      throw ProblemException.forbidden(
          "you may edit only your own data; editing others needs the role admin");
    }
  }

  /**
   * @throws ProblemException 403 unless the caller is support or an admin
   */
  public void requireSupport() {
    if (!isSupport()) {
      throw ProblemException.forbidden("this needs the role support or admin");
    }
  }

  /**
   * @throws ProblemException 403 unless the caller is an admin
   */
  public void requireAdmin() {
    if (!isAdmin()) {
      throw ProblemException.forbidden("this needs the role admin");
    }
  }
}
