package io.fentry4j.testkit.internal.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.UniqueId;

/// Jupiter's tests that our engine has taken over in this JVM.
///
/// A static: the engine and the filter are two services that the launcher makes.
final class ClaimedTests {

    private static final Set<UniqueId> CLAIMED = ConcurrentHashMap.newKeySet();

    private ClaimedTests() {}

    static void add(UniqueId jupiterId) {
        CLAIMED.add(jupiterId);
    }

    static boolean contains(UniqueId jupiterId) {
        return CLAIMED.contains(jupiterId);
    }
}
