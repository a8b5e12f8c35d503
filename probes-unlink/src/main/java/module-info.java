/// Watches file deletion: [io.fentry4j.unlink.UnlinkProbe].
@org.jspecify.annotations.NullMarked
module io.fentry4j.unlink {
    requires transitive io.fentry4j.core;
    requires static org.jspecify;

    exports io.fentry4j.unlink;
}
