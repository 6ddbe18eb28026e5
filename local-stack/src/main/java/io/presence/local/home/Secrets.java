package io.presence.local.home;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secrets of a local stack: random, made when first needed, one file each that only this user
 * reads.
 */
public final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  private final Home home;

  public Secrets(Home home) {
    this.home = home;
  }

  /** The key of client tokens (HS256): 256 bits in base64url. */
  public String jwtSecret() {
    return secret("jwt-secret");
  }

  /** What services show to each other. */
  public String serviceKey() {
    return secret("service-key");
  }

  public String postgresPassword() {
    return secret("postgres-password");
  }

  private String secret(String name) {
    Path file = home.file(name);
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new Refusal(
          "Cannot read or make the secret "
              + home.relative(file)
              + ": is it another user's? Give this one the right to, or name another folder in"
              + " PRESENCE_HOME.",
          e);
    }
  }

  /**
   * Written beside and linked into place, so that whoever else starts now sees all of it or none.
   */
  private static void create(Path file) throws IOException {
    Path fresh =
        Files.createTempFile(
            file.getParent(),
            ".fresh-",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, random() + "\n");
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      // Another command made it first; its secret counts.
    } catch (UnsupportedOperationException e) {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Drawn until it is spelled alike in base64 and base64url: then no reader can take it wrong. */
  private static String random() {
    byte[] bytes = new byte[BYTES];
    while (true) {
      RANDOM.nextBytes(bytes);
      String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      if (text.indexOf('-') < 0 && text.indexOf('_') < 0) {
        return text;
      }
    }
  }
}
