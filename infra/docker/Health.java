import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks the service in this container whether it lives: an image without a shell has no curl. Exits
 * with 0 for 200, else with 1 and what it heard.
 *
 * <p>{@code java Health [PATH]}, with the port in MICRONAUT_SERVER_PORT.
 */
public final class Health {
  private static final int MILLIS = 3_000;

  private Health() {}

  public static void main(String[] args) {
    String path = args.length > 0 ? args[0] : "/health/liveness";
    int port = Integer.parseInt(System.getenv().getOrDefault("MICRONAUT_SERVER_PORT", "8080"));
    String heard;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
      socket.setSoTimeout(MILLIS);
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] first = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      heard = new String(first, StandardCharsets.US_ASCII);
    } catch (java.io.IOException e) {
      heard = e.toString();
    }
    if (!heard.endsWith(" 200")) {
      System.err.println(path + " on port " + port + ": " + heard);
      System.exit(1);
    }
  }
}
