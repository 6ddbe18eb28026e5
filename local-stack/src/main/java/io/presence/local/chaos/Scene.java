package io.presence.local.chaos;

import io.presence.contracts.Topics;
import io.presence.local.client.PresenceClient;
import io.presence.local.crowd.Actor;
import io.presence.local.crowd.Crowd;
import io.presence.local.crowd.Move;
import io.presence.local.run.Fleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a fault may touch.
 *
 * @param relay between the second gateway and Redis
 * @param seconds how long what is broken stays so, unless the scenario says otherwise
 */
record Scene(Fleet fleet, Crowd crowd, Relay relay, int seconds) {
  static final String GATEWAY = "connection-service-2";
  static final String WORKER = "expiry-worker-2";
  private static final int SLOW_AMONG = 5;
  private static final double TRICKLE_BYTES_PER_SECOND = 500;

  void stayBroken() throws InterruptedException {
    stayBroken(seconds);
  }

  void stayBroken(int forSeconds) throws InterruptedException {
    TimeUnit.SECONDS.sleep(forSeconds);
  }

  /** Ends a part as a crash would, and starts it again. */
  void crash(String part) throws InterruptedException {
    crash(part, seconds);
  }

  void crash(String part, int forSeconds) throws InterruptedException {
    fleet.kill(part);
    stayBroken(forSeconds);
    fleet.start(part);
  }

  /** Stops a part as if its machine hung, and lets it go on. */
  void hang(String part, int forSeconds) throws InterruptedException {
    fleet.pause(part);
    stayBroken(forSeconds);
    fleet.resume(part);
  }

  /** Replaces a part as a deployment does. */
  void replace(String part) {
    fleet.stop(part);
    fleet.start(part);
  }

  /** The connections of every other person are cut at the same moment. */
  void cutHalf() {
    boolean odd = false;
    for (Actor actor : crowd.actors()) {
      odd = !odd;
      if (odd) {
        actor.enqueue(Move.DROP);
      }
    }
  }

  /** Every fifth client reads nothing for a while, and sends as ever. */
  void stallSome(int forSeconds) throws InterruptedException {
    List<PresenceClient> stalled = new ArrayList<>();
    int number = 0;
    for (Actor actor : crowd.actors()) {
      PresenceClient client = actor.client();
      if (number++ % SLOW_AMONG == 0 && client != null) {
        client.stall();
        stalled.add(client);
      }
    }
    stayBroken(forSeconds);
    stalled.forEach(PresenceClient::goOn);
  }

  /** What gateways read of deliveries comes at a trickle, so that they are ever further behind. */
  void slowDeliveries() throws InterruptedException {
    KafkaQuota quota =
        new KafkaQuota(fleet.ports().kafka(), "gateway-" + Topics.PRESENCE_DELIVERIES);
    quota.set(TRICKLE_BYTES_PER_SECOND);
    stayBroken();
    quota.remove();
  }

  /** Gives Redis one command, as it is typed. */
  void redis(String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), fleet.ports().redis())) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      int answer = socket.getInputStream().read();
      if (answer != '+') {
        throw new IllegalStateException("Redis refused " + command);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
