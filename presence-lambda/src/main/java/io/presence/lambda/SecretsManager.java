package io.presence.lambda;

import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Reads a secret by the function's own role. The client is made for one question: it is asked some
 * three times when a function starts, and must not be in a snapshot.
 */
final class SecretsManager {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private SecretsManager() {}

  /**
   * @throws IllegalStateException when it cannot be had
   */
  static String read(String arn) {
    try (SecretsManagerClient client =
        SecretsManagerClient.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(TIMEOUT).socketTimeout(TIMEOUT))
            .build()) {
      String value = client.getSecretValue(question -> question.secretId(arn)).secretString();
      return value == null ? "" : value;
    } catch (SdkException e) {
      throw new IllegalStateException(
          "cannot read the secret %s: the function's role must allow secretsmanager:GetSecretValue on it, and its"
                  .formatted(arn)
              + " subnets need a way to Secrets Manager (an endpoint in the VPC, or NAT)",
          e);
    }
  }
}
