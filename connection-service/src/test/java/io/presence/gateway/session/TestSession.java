package io.presence.gateway.session;

import io.presence.contracts.DeviceId;
import io.presence.contracts.DeviceType;
import io.presence.contracts.UserId;
import io.presence.contracts.Watch;
import io.presence.gateway.channel.Outlet;
import java.lang.reflect.Proxy;

/** A session whose client hears nothing. */
public final class TestSession {
  private TestSession() {}

  /** Of ann, on a phone. */
  public static Session begin() {
    Identity ann =
        new Identity(
            new UserId("ann"), new DeviceId("phone"), DeviceType.MOBILE, null, Watch.CONTACTS);
    Outlet nowhere =
        (Outlet)
            Proxy.newProxyInstance(
                Outlet.class.getClassLoader(),
                new Class<?>[] {Outlet.class},
                (proxy, method, arguments) -> null);
    return new Session(ann, nowhere, new Timing(5_000, 30_000, 300_000, 5_000, 10_000), 0);
  }
}
