# shellcheck shell=bash
# Kernels: fetched once by apt, kept in the cache as
#   kernels/NAME/{vmlinux or vmlinuz, config, modules/*.ko, modules/order, initrd-CHECKSUM.cpio}.

# In the order of insertion. Those without a file are built into that kernel.
GUEST_MODULES=(virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_console
    netfs fscache 9pnet 9pnet_virtio 9p overlay)

# The meta-package whose dependency names the newest image of kernel $1; fails for what is not a name.
meta_package() {
    case $1 in
        6.1) echo linux-image-amd64 ;;
        6.12) echo linux-image-6.12-amd64 ;;
        6.12-rt) echo linux-image-6.12-rt-amd64 ;;
        *) return 1 ;;
    esac
}

# Sets kernel_folder (in the cache, complete) and initrd. $1 is a name of meta_package or a folder.
provide_kernel() {
    local name=$1 checksum
    if ! meta_package "$name" >/dev/null; then
        find_unpacked_kernel "$1"
        checksum=$(printf '%s\n' "$(realpath "$1")" "$(stat -c '%n %s %Y' "$found_vmlinuz")" | cksum)
        name=folder-${checksum%% *}
    fi
    kernel_folder=$cache/kernels/$name
    mkdir -p "$cache/kernels"
    if [ ! -e "$kernel_folder" ]; then
        exec {lock}>"$cache/kernels/.lock-$name"
        flock -n "$lock" || { say 'waiting for another run that fetches it…' && flock "$lock"; }
        # Another run may have made it meanwhile.
        if [ ! -e "$kernel_folder" ]; then
            [ "$name" != "$1" ] || fetch_kernel "$name"
            import_kernel "$kernel_folder"
        fi
        exec {lock}>&-
    fi
    provide_initrd
    remove_scratch
}

# Sets found_vmlinuz, found_modules, found_config from a folder laid out as a package or with vmlinuz in it.
find_unpacked_kernel() {
    local folder=$1 candidate
    found_vmlinuz='' found_modules='' found_config=/dev/null
    for candidate in "$folder"/vmlinuz "$folder"/boot/vmlinuz*; do
        [ ! -f "$candidate" ] || found_vmlinuz=$candidate
    done
    for candidate in "$folder"/lib/modules/* "$folder"/usr/lib/modules/*; do
        [ ! -d "$candidate/kernel" ] || found_modules=$candidate
    done
    for candidate in "$folder"/config "$folder"/boot/config*; do
        [ ! -f "$candidate" ] || found_config=$candidate
    done
    [ -n "$found_vmlinuz" ] ||
        fail_usage "no kernel '$folder': neither one of 6.1, 6.12, 6.12-rt, host, nor a folder with vmlinuz or boot/vmlinuz*"
    [ -n "$found_modules" ] || fail_usage "no modules in $folder/lib/modules"
}

# Fetches the image package that the meta-package of kernel $1 depends on, and unpacks it.
fetch_kernel() {
    local folder
    make_scratch folder "$cache/kernels"
    if ! download_image "$1" "$folder"; then
        [ "$(id -u)" = 0 ] || fail "cannot fetch kernel $1: run 'sudo apt-get update', then again"
        say 'apt-get update…'
        apt-get update -q >"$folder/log" 2>&1
        download_image "$1" "$folder" || fail "cannot fetch kernel $1: $(tail -n 3 "$folder/log")"
    fi
    say 'unpacking it…'
    dpkg -x "$folder"/*.deb "$folder/unpacked" || fail "cannot unpack kernel $1"
    find_unpacked_kernel "$folder/unpacked"
}

# Fails when apt's lists do not have the package, or have a version that the archive dropped.
download_image() {
    local meta package megabytes
    meta=$(meta_package "$1")
    package=$(LC_ALL=C apt-cache depends "$meta" 2>/dev/null |
        sed -n 's/^  Depends: \(linux-image-.*\)/\1/p' | head -n 1)
    [ -n "$package" ] || return 1
    # Debian's next release has another kernel behind the same name.
    [[ $package == linux-image-"${1%-rt}".* ]] ||
        fail "this archive has no kernel $1: its $meta is $package"
    megabytes=$(apt-cache show --no-all-versions "$package" | sed -n 's/^Size: \([0-9]*\)......$/\1/p')
    say "fetching $package ($megabytes MB)…"
    (cd "$2" && apt-get download -q "$package" >log 2>&1)
}

# Takes what the lab needs from found_vmlinuz, found_modules and found_config into the new folder $1, all or nothing.
import_kernel() {
    local folder module file
    make_scratch folder "$cache/kernels"
    mkdir "$folder/modules"
    for module in "${GUEST_MODULES[@]}"; do
        file=$(find "$found_modules/kernel" -name "$module.ko*")
        case $file in
            '') continue ;;
            *.xz) xz -dc "$file" >"$folder/modules/$module.ko" ;;
            *.zst) zstd -dcq "$file" >"$folder/modules/$module.ko" ;;
            *) cp "$file" "$folder/modules/" ;;
        esac || fail "cannot unpack $file into $folder"
        echo "$module" >>"$folder/modules/order"
    done
    { cat "$found_config" >"$folder/config" && cp "$found_vmlinuz" "$folder/vmlinuz"; } || fail "cannot write to $folder"
    unpack_vmlinux "$folder"
    chmod 755 "$folder"
    mv -T "$folder" "$1"
}

# Unpacking the kernel takes a guest without KVM 0.7 s (6.12, zstd) to 3.4 s (6.1, xz); QEMU can also start the unpacked
# one (PVH).
# Where a kernel's compression is not known here, vmlinuz stays.
unpack_vmlinux() {
    local image=$1/vmlinuz unpacker setup_sectors offset length
    # struct setup_header of Documentation/arch/x86/boot.rst: setup_sects, payload_offset, payload_length.
    setup_sectors=$(od -An -tu1 -j $((0x1f1)) -N 1 "$image")
    offset=$(od -An -tu4 -j $((0x248)) -N 4 "$image")
    length=$(od -An -tu4 -j $((0x24c)) -N 4 "$image")
    payload() { tail -c +$(((setup_sectors + 1) * 512 + offset + 1)) "$image" | head -c $((length - 4)); }
    case $(payload | od -An -tx1 -N 4) in
        ' fd 37 7a 58') unpacker=xz ;;
        ' 28 b5 2f fd') unpacker=zstd ;;
        ' 1f 8b '*) unpacker=gzip ;;
        *) return 0 ;;
    esac
    command -v "$unpacker" >/dev/null || return 0
    if payload | "$unpacker" -dc >"$1/vmlinux" && [ "$(head -c 4 "$1/vmlinux")" = $'\177ELF' ]; then
        rm "$image"
    else
        rm "$1/vmlinux"
    fi
}

# Sets initrd. Its name has a checksum of the guest's programs, so that a change of them makes a new one.
provide_initrd() {
    local checksum folder
    checksum=$(cat "$lab_folder"/guest/* "$lab_folder/lib/kernel.sh" "$busybox" | cksum)
    initrd=$kernel_folder/initrd-${checksum%% *}.cpio
    [ ! -e "$initrd" ] || return 0
    make_scratch folder "$cache/kernels"
    mkdir -p "$folder/root"/{bin,dev,proc}
    cp "$busybox" "$folder/root/bin/busybox"
    cp "$lab_folder"/guest/* "$folder/root/"
    cp -r "$kernel_folder/modules" "$folder/root/"
    chmod 755 "$folder/root/init"
    # Not compressed: a guest without KVM unpacks slower than QEMU loads.
    (cd "$folder/root" && find . | cpio --quiet -o -H newc -R 0:0 >../initrd) || fail "cannot write to $folder"
    find "$kernel_folder" -name "initrd-*.cpio" -mtime +1 -delete
    mv "$folder/initrd" "$initrd"
}
