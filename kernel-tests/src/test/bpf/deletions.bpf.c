/* What RunFentryTest runs: of libbpf's headers alone, as anybody writes it. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct deletion {
	int pid;
	int ret;
	char comm[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 64 * 1024);
} deletions SEC(".maps");

const struct deletion *unused __attribute__((unused));

const volatile int only_pid = 0;
const volatile _Bool only_failed = 0;

SEC("fexit/do_unlinkat")
int BPF_PROG(on_unlink, int dfd, void *name, long ret)
{
	int pid = bpf_get_current_pid_tgid() >> 32;
	struct deletion *deletion;

	if ((only_pid && pid != only_pid) || (only_failed && (int)ret >= 0))
		return 0;
	deletion = bpf_ringbuf_reserve(&deletions, sizeof(*deletion), 0);
	if (!deletion)
		return 0;
	deletion->pid = pid;
	deletion->ret = ret;
	bpf_get_current_comm(deletion->comm, sizeof(deletion->comm));
	bpf_ringbuf_submit(deletion, 0);
	return 0;
}

/* Of a kind that libbpf attaches by the section. */
SEC("ksyscall/unlinkat")
int at_call(void *ctx)
{
	return 0;
}

/* Attaches to a device, which no section names. */
SEC("xdp")
int pass(struct xdp_md *ctx)
{
	return XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
