package io.presence.web.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
  private static String of(ClientAddress addresses, String remote, String forwarded) {
    return addresses.of(NetUtil.createByteArrayFromIpAddressString(remote), forwarded);
  }

  @Test
  void withoutTrustedProxiesNobodyIsBelieved() {
    ClientAddress plain = new ClientAddress(List.of());
    assertThat(of(plain, "203.0.113.7", "198.51.100.1")).isEqualTo("203.0.113.7");
  }

  @Test
  void onlyWhatTrustedProxiesWroteIsBelieved() {
    ClientAddress behind = new ClientAddress(List.of("10.0.0.0/8", "192.0.2.1"));
    assertThat(of(behind, "10.1.2.3", "203.0.113.7")).isEqualTo("203.0.113.7");
    // What the client wrote itself stands left of what the proxy saw.
    assertThat(of(behind, "10.1.2.3", "198.51.100.9, 203.0.113.7")).isEqualTo("203.0.113.7");
    assertThat(of(behind, "10.1.2.3", "203.0.113.7, 192.0.2.1, 10.9.9.9")).isEqualTo("203.0.113.7");
    assertThat(of(behind, "11.1.2.3", "203.0.113.7")).isEqualTo("11.1.2.3");
    assertThat(of(behind, "10.1.2.3", "nonsense")).isEqualTo("10.1.2.3");
    assertThat(of(behind, "10.1.2.3", "")).isEqualTo("10.1.2.3");
  }

  @Test
  void anIpv6ClientCountsByItsNetwork() {
    ClientAddress plain = new ClientAddress(List.of());
    assertThat(of(plain, "2001:db8:1:2:3:4:5:6", ""))
        .isEqualTo(of(plain, "2001:db8:1:2:ffff::1", ""))
        .isNotEqualTo(of(plain, "2001:db8:1:3::1", ""));
  }

  @Test
  void anIpv4ClientCountsAloneHoweverAProxyWritesIt() {
    ClientAddress behind = new ClientAddress(List.of("10.0.0.0/8"));
    assertThat(of(behind, "10.1.2.3", "::ffff:203.0.113.7")).isEqualTo("203.0.113.7");
    assertThat(of(behind, "10.1.2.3", "203.0.113.7, ::ffff:10.1.2.4")).isEqualTo("203.0.113.7");
    byte[] mapped = new byte[16];
    System.arraycopy(new byte[] {-1, -1, 10, 1, 2, 3}, 0, mapped, 10, 6);
    assertThat(behind.of(mapped, "203.0.113.8")).isEqualTo("203.0.113.8");
  }

  @Test
  void whatIsNoNetworkIsRefusedAtStart() {
    for (String bad : List.of("10.0.0.0/33", "10.0.0/8", "proxy.example.org", "10.0.0.0/x")) {
      assertThatThrownBy(() -> new ClientAddress(List.of(bad))).hasMessageContaining(bad);
    }
  }

  @Test
  void anAddressThatIsKnownInAnotherWayCountsAlone() {
    var request = io.micronaut.http.HttpRequest.GET("/").header("X-Forwarded-For", "192.0.2.1");
    request.setAttribute(ClientAddress.KNOWN, "198.51.100.7");
    assertThat(new ClientAddress(java.util.List.of("0.0.0.0/0")).of(request))
        .isEqualTo("198.51.100.7");
  }
}
