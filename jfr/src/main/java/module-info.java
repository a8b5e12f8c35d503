/// The probes' events in the JDK's Flight Recorder: [io.fentry4j.jfr.UnlinkJfr].
@org.jspecify.annotations.NullMarked
module io.fentry4j.jfr {
    requires transitive io.fentry4j.unlink;
    requires transitive jdk.jfr;
    requires static org.jspecify;

    exports io.fentry4j.jfr;
}
