package io.fentry4j;

import io.fentry4j.data.RecordView;
import io.fentry4j.internal.ring.RingWaiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A reader of several ring buffer maps, polled by its caller: one wait for all of them.
///
/// ```java
/// try (var group = RingBufferGroup.builder()
///         .add(opens.calls(), call -> …)
///         .add(closes.calls(), call -> …)
///         .open()) {
///     group.poll(Duration.ofSeconds(1));
/// }
/// ```
///
/// Each map's records go to its own listener, in the order in which the kernel reserved them; there
/// is no order between maps. The thread that polls calls all listeners. A map that has much to say
/// does not starve the others: the maps take turns of 64 KiB, and the first turn goes round.
///
/// What a listener throws comes out of the poll after the other maps have been read to where they
/// were; the record counts as read, and the next poll goes on after it. If several throw, the later
/// ones are suppressed exceptions of the first. While a listener takes its time all rings fill up.
///
/// A record that is still being written holds back its own ring; if the others have nothing to say
/// meanwhile they are looked at again after a nap of 10 ms at most ([RingBuffer] has the rule).
///
/// The maps may be of different objects. The group belongs to each of them: it closes with the
/// first. Threads: as for [RingBuffer].
public final class RingBufferGroup implements AutoCloseable {

    private final RingReader reader;
    private final List<RingBufferMap<?>> maps;

    /// One map of a group.
    ///
    /// @param map its name
    /// @param delivered the records handed to its listener so far
    /// @param availableBytes what waits in its ring, as [RingBuffer#availableBytes()] says
    /// @param busy how long its next record is being written already, as [RingBuffer#busy()] says
    public record Ring(String map, long delivered, long availableBytes, Duration busy) {}

    /// Collects the maps of a group. Not thread-safe.
    public static final class Builder {

        private final List<Member<?>> members = new ArrayList<>();

        private record Member<T>(RingBufferMap<T> map, Consumer<? super RecordView> listener) {}

        private Builder() {}

        /// Adds a map whose records are decoded.
        public <T> Builder add(RingBufferMap<T> map, Consumer<? super T> listener) {
            return addRaw(map, map.decoding(listener));
        }

        /// Adds a map whose records are neither decoded nor copied: the listener gets a view of
        /// each, valid until it returns.
        public Builder addRaw(RingBufferMap<?> map, Consumer<? super RecordView> listener) {
            if (members.stream().anyMatch(member -> member.map().id() == map.id())) {
                throw new IllegalArgumentException(
                        "add to ring buffer group: map '%s' is in it already, and one listener has to get its records"
                                .formatted(map.name()));
            }
            members.add(new Member<>(map, listener));
            return this;
        }

        /// Opens the group.
        ///
        /// @throws io.fentry4j.failure.KernelException if a ring cannot be mapped
        /// @throws IllegalStateException if there is no map, or the object of one is closed
        public RingBufferGroup open() {
            if (members.isEmpty()) {
                throw new IllegalStateException("open ring buffer group: it has no map");
            }
            RingBufferGroup group = new RingBufferGroup(members);
            group.maps.forEach(map -> map.own(group));
            return group;
        }
    }

    private RingBufferGroup(List<Builder.Member<?>> members) {
        this.maps = members.stream().<RingBufferMap<?>>map(Builder.Member::map).toList();
        this.reader =
                RingReader.open(
                        "ring buffer group",
                        members.stream()
                                .<Function<RingWaiter, RingReader.Source>>map(
                                        member -> member.map().source(member.listener()))
                                .toList(),
                        () -> maps.forEach(map -> map.disown(this)));
    }

    /// A group of no map yet.
    public static Builder builder() {
        return new Builder();
    }

    /// Hands over what is there, without waiting.
    ///
    /// @return the number of records handed over
    /// @throws IllegalStateException if this group is closed
    public int poll() {
        return poll(Duration.ZERO);
    }

    /// Hands over what is there in all maps, and waits if there is nothing in any: at most
    /// `timeout`, and not longer than until [#wakeUp()] or [#close()]. What comes while records are
    /// being handed over is left for the next poll.
    ///
    /// @param timeout waited for in milliseconds, rounded up
    /// @return the number of records handed over
    /// @throws IllegalStateException if this group was closed before the call
    public int poll(Duration timeout) {
        return reader.poll(timeout);
    }

    /// Hands over all that was reserved in any map before this call, as [RingBuffer#flush] does.
    ///
    /// @return whether all was handed over
    /// @throws IllegalStateException if this group was closed before the call
    public boolean flush(Duration timeout) {
        return reader.flush(timeout) == RingReader.Flushed.ALL;
    }

    /// Ends the poll or flush that is under way, after the record it is at, or else the next one.
    public void wakeUp() {
        reader.wakeUp();
    }

    /// The records handed to all listeners so far.
    public long delivered() {
        return reader.delivered();
    }

    /// How each map is doing, in the order in which they were added. For any thread, also after
    /// [#close()].
    public List<Ring> rings() {
        return IntStream.range(0, maps.size())
                .mapToObj(i ->
                        new Ring(
                                maps.get(i).name(),
                                reader.delivered(i),
                                reader.availableBytes(i),
                                reader.busy(i)))
                .toList();
    }

    /// Ends the group and unmaps the rings; what is still in them stays for the next reader. As for
    /// [RingBuffer#close()].
    @Override
    public void close() {
        reader.close();
    }
}
