/* Of libbpf's headers alone: a ring buffer, constants of several types, and programs that user space calls. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

enum color { RED, GREEN = 7, BLUE };

struct inner {
	short low;
	unsigned char pair[2];
};

struct event {
	__u64 number;
	int negative;
	enum color color;
	char text[16];
	struct inner inner;
	unsigned int small : 3;
	int wide : 12;
	union {
		__u32 all;
		__u16 half;
	};
	_Bool flag;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

/* Takes the type into the BTF, which has no types of local variables alone. */
const struct event *unused __attribute__((unused));

const volatile __u64 first = 18446744073709551615ULL;
const volatile __s8 tiny = -1;
const volatile _Bool flag = 0;
const volatile enum color color = GREEN;
const volatile char label[16] = "hello";
const volatile int records = 1;
const volatile int table[2] = {1, 2};

SEC("syscall")
int fill(void *ctx)
{
	for (int i = 0; i < 10 && i < records; i++) {
		struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

		if (!event)
			return 1;
		__builtin_memset(event, 0, sizeof(*event));
		event->number = first - i;
		event->negative = tiny;
		event->color = color;
		for (int at = 0; at < 16; at++)
			event->text[at] = label[at];
		event->inner.low = -2;
		event->inner.pair[0] = 255;
		event->small = 5;
		event->wide = -3;
		event->all = 65538;
		event->flag = flag;
		bpf_ringbuf_submit(event, 0);
	}
	return 0;
}

SEC("syscall")
int too_short(void *ctx)
{
	__u32 record = 0x04030201;

	bpf_ringbuf_output(&events, &record, sizeof(record), 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
