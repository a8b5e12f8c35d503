/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loads and attaches programs of a BPF object with libbpf alone, as a C program does, until its
 * standard input ends: attach OBJECT PROGRAM...
 */
#include <bpf/libbpf.h>
#include <stdio.h>
#include <string.h>

static int wanted(const struct bpf_program *program, int count, char **names)
{
	for (int i = 0; i < count; i++)
		if (!strcmp(bpf_program__name(program), names[i]))
			return 1;
	return 0;
}

int main(int count, char **arguments)
{
	struct bpf_object *object;
	struct bpf_program *program;
	int attached = 0;

	if (count < 3) {
		fprintf(stderr, "usage: attach OBJECT PROGRAM...\n");
		return 64;
	}
	object = bpf_object__open_file(arguments[1], NULL);
	if (!object)
		return 1;
	bpf_object__for_each_program(program, object)
		bpf_program__set_autoload(program, wanted(program, count - 2, arguments + 2));
	if (bpf_object__load(object))
		return 1;
	bpf_object__for_each_program(program, object) {
		if (!bpf_program__autoload(program))
			continue;
		if (!bpf_program__attach(program))
			return 1;
		attached++;
	}
	if (attached != count - 2) {
		fprintf(stderr, "attach: %d of %d programs found\n", attached, count - 2);
		return 1;
	}
	puts("attached");
	fflush(stdout);
	while (getchar() != EOF)
		;
	bpf_object__close(object); /* the kernel detaches when the process ends */
	return 0;
}
