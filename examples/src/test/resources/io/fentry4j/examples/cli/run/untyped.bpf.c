/* Two ring buffers and nothing that says what is in them, and a perf event array. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} first SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} second SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
} perf SEC(".maps");

struct known {
	__u16 a;
	__u16 b;
};

struct half {
	__u16 a;
};

struct known *known;
struct half *half;

SEC("syscall")
int fill(void *ctx)
{
	__u32 record = 0x04030201;

	bpf_ringbuf_output(&first, &record, sizeof(record), 0);
	bpf_ringbuf_output(&second, &record, sizeof(record), 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
