package io.fentry4j.internal.doctor;

import static io.fentry4j.doctor.CheckStatus.FAILED;
import static io.fentry4j.doctor.CheckStatus.UNKNOWN;
import static io.fentry4j.doctor.CheckStatus.WARNING;

import io.fentry4j.doctor.Check;
import io.fentry4j.doctor.CheckName;
import io.fentry4j.internal.failure.Host;
import java.util.List;

/// What can be said of the machine and of this process before anything is loaded.
final class HostChecks {

    private final HostFacts facts;
    private final Host host;

    private HostChecks(HostFacts facts) {
        this.facts = facts;
        this.host = facts.host();
    }

    static List<Check> of(HostFacts facts) {
        HostChecks checks = new HostChecks(facts);
        return List.of(
                checks.kernel(),
                checks.btfFile(),
                checks.jit(),
                Privileges.capabilities(facts),
                Privileges.seccomp(facts.host()),
                Privileges.userNamespace(facts.host()),
                checks.lockdown(),
                checks.securityModules(),
                Preemption.check(facts));
    }

    private Check kernel() {
        Check check =
                Check.ok(CheckName.KERNEL).saw("arch", facts.arch()).saw("release", host.release());
        return switch (facts.arch()) {
            case "amd64" ->
                    host.atLeast(5, 5)
                            ? check
                            : check.because(FAILED, "fentry and fexit came with Linux 5.5")
                                    .fix("use Linux 5.12 or newer");
            case "aarch64" ->
                    host.atLeast(6, 4)
                            ? check
                            : check.because(FAILED, "on arm64 fentry and fexit came with Linux 6.4")
                                    .fix("use Linux 6.4 or newer");
            default ->
                    check.because(
                                    WARNING,
                                    "this library was never tried on this architecture, whose kernel"
                                            + " may have no BPF trampolines")
                            .fix("trust the real programs below");
        };
    }

    private Check btfFile() {
        Check check = Check.ok(CheckName.BTF_FILE).saw("file", Host.KERNEL_BTF);
        if (facts.btf().isEmpty()) {
            return check.saw("readable", false)
                    .because(
                            FAILED,
                            "the running kernel shows no BTF, without which fentry and fexit cannot"
                                    + " find a function")
                    .fix("use a kernel built with CONFIG_DEBUG_INFO_BTF=y")
                    .fix("in a container, mount /sys");
        }
        HostFacts.BtfFile btf = facts.btf().get();
        check = check.saw("size", btf.size()).saw("magic", "0x" + Integer.toHexString(btf.magic()));
        return btf.magic() == HostFacts.BtfFile.MAGIC
                ? check
                : check.because(
                                FAILED,
                                "the file is not little-endian BTF, which begins with 0xeb9f")
                        .fix("find out what is mounted over /sys/kernel/btf");
    }

    private Check jit() {
        Check check = Check.ok(CheckName.JIT);
        if (facts.jit().isEmpty()) {
            return check.because(UNKNOWN, HostFacts.JIT + " cannot be read")
                    .fix("mount /proc, and run the doctor as root");
        }
        check = check.saw("net.core.bpf_jit_enable", facts.jit().get());
        return facts.jit().get().equals("0")
                ? check.because(
                                WARNING,
                                "the BPF compiler of the kernel is off: programs are interpreted,"
                                        + " which is several times slower")
                        .fix("sysctl net.core.bpf_jit_enable=1")
                : check;
    }

    private Check lockdown() {
        Check check = Check.ok(CheckName.LOCKDOWN).saw("lockdown", host.lockdown());
        return switch (host.lockdown()) {
            case "none", "integrity" -> check;
            case "confidentiality" ->
                    check.because(
                                    WARNING,
                                    "lockdown=confidentiality forbids programs to read kernel"
                                            + " memory, and kprobes and tracefs")
                            .fix("boot with lockdown=integrity or without lockdown");
            default ->
                    check.because(
                                    UNKNOWN,
                                    "/sys/kernel/security/lockdown cannot be read: securityfs is not"
                                            + " mounted, or this kernel has no lockdown")
                            .fix("mount -t securityfs securityfs /sys/kernel/security");
        };
    }

    /// None is good or bad as such: SELinux, AppArmor and BPF programs of type LSM have rules for
    /// BPF that cannot be read from here. The real programs show what they say.
    private Check securityModules() {
        Check check = Check.ok(CheckName.SECURITY_MODULES).saw("lsm", host.securityModules());
        return host.securityModules().equals("unknown")
                ? check.because(
                                UNKNOWN,
                                "/sys/kernel/security/lsm cannot be read: securityfs is not mounted")
                        .fix("mount -t securityfs securityfs /sys/kernel/security")
                : check;
    }
}
