package io.fentry4j.jfr;

import io.fentry4j.Errno;
import io.fentry4j.data.KernelString;
import io.fentry4j.unlink.UnlinkEvent;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.SettingDefinition;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

/// One call, with all that [UnlinkEvent] says about it. The event's own start time is when the
/// listener had it; its thread is the listener's.
@Name(UnlinkJfr.UNLINK)
@Category({"fentry4j", "Unlink"})
@Label("Unlink")
@Description("A call of the kernel function that removes a name from a directory")
@Enabled(false)
@StackTrace(false)
@Throttle("off") // makes it a setting
final class CallEvent extends Event {

    @Label("Call Time")
    @Description("The wall-clock time at which the call began, to the millisecond")
    @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
    long callTime;

    @Label("Kernel Time")
    @Description("When the call began on the kernel's CLOCK_MONOTONIC: exact")
    @Timespan(Timespan.NANOSECONDS)
    long kernelTime;

    @Label("Kernel Duration")
    @Description("The time in the kernel function")
    @Timespan(Timespan.NANOSECONDS)
    long kernelDuration;

    @Label("Kind")
    @Description("What the call removes: FILE or DIRECTORY")
    @Nullable String kind;

    @Label("Function")
    @Description("The kernel function")
    @Nullable String function;

    @Label("Path")
    @Description("The absolute path, escaped; none if it was not asked for or is not known")
    @Nullable String path;

    @Label("Path State")
    @Description("What is known of the path")
    @Nullable String pathState;

    @Label("Name")
    @Description("The name as it was passed, escaped; none if no readable one was")
    @Nullable String name;

    @Label("Name Source")
    @Description("Where the name was read")
    @Nullable String nameSource;

    @Label("Directory Descriptor")
    @Description("Where a relative name starts; -100 (AT_FDCWD) is the working directory")
    @Unit("file descriptor")
    int dirfd;

    @Label("Result")
    @Description("0 if the name is gone, or else a negative error number")
    @Unit("negative errno")
    int ret;

    @Label("Error")
    @Description("The error's name, such as ENOENT; none if the name is gone")
    @Nullable String error;

    @Label("Process Id")
    @Description("The process in the initial PID namespace")
    @Unit("process id")
    int pid;

    @Label("Thread Id")
    @Description("The thread in the initial PID namespace")
    @Unit("thread id")
    int tid;

    @Label("Thread Name")
    @Description("The name that the kernel has of the thread (comm), escaped")
    @Nullable String comm;

    @Label("Parent Process Id")
    @Description("The process's parent in the initial PID namespace")
    @Unit("process id")
    int parentPid;

    @Label("Namespace Process Id")
    @Description("The process in its own PID namespace; 0 if it cannot be known")
    @Unit("process id")
    int namespacePid;

    @Label("User Id")
    @Description("The user in the initial user namespace")
    @Unit("user id")
    long uid;

    @Label("Group Id")
    @Description("The group in the initial user namespace")
    @Unit("group id")
    long gid;

    @Label("Process Start")
    @Description("When the process was started, on CLOCK_BOOTTIME")
    @Timespan(Timespan.NANOSECONDS)
    long processStart;

    @Label("Thread Start")
    @Description("When the thread was started, on CLOCK_BOOTTIME")
    @Timespan(Timespan.NANOSECONDS)
    long threadStart;

    @Label("Cgroup")
    @Description("The inode number of the cgroup's directory")
    @Unit("inode number")
    long cgroupId;

    @Label("Mount Namespace")
    @Description("The inode number of the mount namespace")
    @Unit("inode number")
    long mountNamespace;

    @Label("Minimum Kernel Duration")
    @Description("Only calls that took at least this long in the kernel")
    @Name("minDuration")
    @SettingDefinition
    boolean lastsLongEnough(MinDuration minimum) {
        return minimum.accepts(kernelDuration);
    }

    /// The rest, which costs strings: for an event that is going to be recorded.
    void describe(UnlinkEvent event) {
        callTime = event.timestamp().toEpochMilli();
        kernelTime = event.kernelNanos();
        kind = event.kind().name();
        function = event.function();
        path = textOf(event.path());
        pathState = event.pathState().name();
        name = textOf(event.name());
        nameSource = event.nameSource().name();
        dirfd = event.dirfd();
        ret = event.ret();
        error = event.errno().map(Errno::name).orElse(null);
        pid = event.pid();
        tid = event.tid();
        comm = event.comm().escaped();
        parentPid = event.parentPid();
        namespacePid = event.namespacePid();
        uid = event.uid();
        gid = event.gid();
        processStart = event.processStartNanos();
        threadStart = event.threadStartNanos();
        cgroupId = event.cgroupId();
        mountNamespace = event.mountNamespace();
    }

    private static @Nullable String textOf(KernelString string) {
        return string.isEmpty() ? null : string.escaped();
    }
}
