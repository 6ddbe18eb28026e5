package io.presence.web.limit;

import io.micronaut.context.annotation.Property;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.http.HttpRequest;
import io.netty.util.NetUtil;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose address a request comes from. {@code X-Forwarded-For} is believed only as far as the
 * proxies of {@code PRESENCE_TRUSTED_PROXIES} (addresses, or networks like {@code 10.0.0.0/8}) have
 * written it: from its right end, the first address that is none of theirs. An IPv6 client counts
 * by its /64, since it has all of it.
 */
@Singleton
public final class ClientAddress {
  /**
   * The attribute of a request whose address is known in another way than by its connection, as
   * text: then neither the connection nor {@code X-Forwarded-For} counts.
   */
  public static final String KNOWN = "presence.client-address";

  private static final String FORWARDED = "X-Forwarded-For";
  private static final int IPV6_BYTES = 16;
  private static final int CLIENT_NETWORK_BYTES = 8;

  /** What stands before an IPv4 address in {@code ::ffff:192.0.2.1}. */
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private final List<Network> trusted;

  /**
   * @throws IllegalArgumentException when one is neither an address nor a network
   */
  ClientAddress(
      @Property(name = "presence.trusted-proxies") @Bindable(defaultValue = "")
          List<String> proxies) {
    trusted =
        proxies.stream().map(String::strip).filter(p -> !p.isEmpty()).map(Network::parse).toList();
  }

  /** The address that limits go by. */
  public String of(HttpRequest<?> request) {
    String attribute = request.getAttribute(KNOWN, String.class).orElse("");
    byte[] known = bytes(attribute);
    if (known != null) {
      return text(known);
    }
    InetAddress remote = request.getRemoteAddress().getAddress();
    return of(
        remote == null ? new byte[4] : remote.getAddress(),
        String.join(",", request.getHeaders().getAll(FORWARDED)));
  }

  String of(byte[] remote, String forwarded) {
    byte[] client = plain(remote);
    String[] hops = forwarded.split(",", -1);
    for (int i = hops.length - 1; i >= 0 && isTrusted(client); i--) {
      byte[] hop = bytes(hops[i].strip());
      if (hop == null) {
        break;
      }
      client = plain(hop);
    }
    return text(client);
  }

  private boolean isTrusted(byte[] address) {
    return trusted.stream().anyMatch(network -> network.contains(address));
  }

  /** Null for what is no address; names are not looked up. */
  private static byte @Nullable [] bytes(String text) {
    return NetUtil.createByteArrayFromIpAddressString(text);
  }

  /** An IPv4 address that is written as an IPv6 one is that IPv4 address. */
  private static byte[] plain(byte[] address) {
    boolean mapped = address.length == IPV6_BYTES && startsWith(address, MAPPED);
    return mapped ? Arrays.copyOfRange(address, MAPPED.length, IPV6_BYTES) : address;
  }

  private static boolean startsWith(byte[] address, byte[] prefix) {
    return Arrays.equals(address, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static String text(byte[] address) {
    boolean six = address.length == IPV6_BYTES;
    byte[] counted =
        six ? Arrays.copyOf(Arrays.copyOf(address, CLIENT_NETWORK_BYTES), IPV6_BYTES) : address;
    try {
      return InetAddress.getByAddress(counted).getHostAddress() + (six ? "/64" : "");
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  /** Addresses with the same first bits. */
  private static final class Network {
    private final byte[] address;
    private final int bits;

    private Network(byte[] address, int bits) {
      this.address = address;
      this.bits = bits;
    }

    static Network parse(String text) {
      int slash = text.indexOf('/');
      byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
      try {
        if (address != null) {
          int all = address.length * Byte.SIZE;
          int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
          if (bits >= 0 && bits <= all) {
            return new Network(address, bits);
          }
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw new IllegalArgumentException(
          "PRESENCE_TRUSTED_PROXIES must list addresses or networks like 10.0.0.0/8, got " + text);
    }

    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % Byte.SIZE);
        if ((address[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
