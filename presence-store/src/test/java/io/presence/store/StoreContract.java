package io.presence.store;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/** Everything that a store promises: one suite, run over each implementation. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class StoreContract
    implements SessionRules,
        KeptRules,
        LimitRules,
        StatusRules,
        PersonRules,
        SocketlessRules,
        DeadlineRules,
        LookupRules,
        LedgerRules,
        EpochRules,
        HistoryRules,
        RecentRules,
        RoomRules,
        WatchRules {}
