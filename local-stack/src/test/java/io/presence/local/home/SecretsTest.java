package io.presence.local.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @Test
  void aSecretIsMadeOnceKeptAndReadableByItsOwnerOnly(@TempDir Path folder) throws Exception {
    Home home = new Home(folder, folder.resolve(".presence"));
    String secret = new Secrets(home).jwtSecret();
    assertThat(Base64.getUrlDecoder().decode(secret)).hasSize(32);
    assertThat(Base64.getDecoder().decode(secret))
        .as("the same in both spellings of base64")
        .isEqualTo(Base64.getUrlDecoder().decode(secret));
    assertThat(new Secrets(home).jwtSecret()).isEqualTo(secret);
    Path file = home.data().resolve("jwt-secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void everySecretIsAnother(@TempDir Path folder) {
    Secrets secrets = new Secrets(new Home(folder, folder));
    assertThat(List.of(secrets.jwtSecret(), secrets.serviceKey(), secrets.postgresPassword()))
        .doesNotHaveDuplicates();
  }

  @Test
  void twoCommandsThatStartTogetherAgreeOnTheSecret(@TempDir Path folder) {
    Home home = new Home(folder, folder.resolve(".presence"));
    assertThat(
            IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> new Secrets(home).serviceKey())
                .distinct())
        .hasSize(1);
    assertThat(home.data()).isDirectoryContaining("glob:**/service-key");
    assertThat(home.data()).isDirectoryNotContaining("glob:**/.fresh-*");
  }
}
