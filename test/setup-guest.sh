#!/usr/bin/env bash
# Makes the smallest Linux that has a guest agent and a balloon driver, for the tests that need a guest which answers: a
# kernel and an initramfs out of Debian's packages, which are unpacked and not installed. Does nothing when it is there.
set -euo pipefail

folder=${XDG_CACHE_HOME:-$HOME/.cache}/muster-test/guest
[[ ! -e $folder/initramfs ]] || exit 0

work=$(mktemp -d)
finish() {
  local status=$?
  rm -rf "$work"
  ((status == 0)) || echo "the Linux for tests of guests could not be made in $folder: it needs apt, and packages of Debian 12" >&2
  exit $status
}
trap finish EXIT
cd "$work"
mkdir packages root
chmod 755 "$work" packages
# A machine on which everything else was installed long ago may have no lists of packages.
apt-cache show busybox-static >/dev/null 2>&1 || apt-get update -qq || sudo -n apt-get update -qq
kernel_package=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p')
(cd packages && apt-get download -qq "$kernel_package" busybox-static qemu-guest-agent \
  libglib2.0-0 libnuma1 libudev1 liburing2 libpcre2-8-0 libc6 2>/dev/null)
for package in packages/*.deb; do dpkg -x "$package" unpacked; done

modules=unpacked/lib/modules/*/kernel
mkdir -p root/{bin,modules,proc,sys,dev,run,tmp,etc,var/run,lib64}
cp unpacked/bin/busybox root/bin/busybox
cp unpacked/usr/sbin/qemu-ga root/bin/qemu-ga
# What the agent is linked to, wherever the packages keep it.
find unpacked -name 'ld-linux-x86-64.so.2' -exec cp -L {} root/lib64/ \;
for library in c.so.6 m.so.6 glib-2.0.so.0 gmodule-2.0.so.0 numa.so.1 udev.so.1 uring.so.2 pcre2-8.so.0; do
  cp -L "$(find unpacked -path '*x86_64-linux-gnu*' -name "lib$library" | head -n 1)" root/lib64/
done
for module in virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci virtio_console \
  virtio_balloon failover net_failover virtio_net; do
  cp "$(find $modules -name "$module.ko")" root/modules/
done
cat >root/init <<'INIT'
#!/bin/busybox sh
export PATH=/bin LD_LIBRARY_PATH=/lib64
busybox mount -t proc none /proc
busybox mount -t sysfs none /sys
busybox mount -t devtmpfs none /dev
for module in virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci virtio_console \
  virtio_balloon failover net_failover virtio_net; do
  busybox insmod "/modules/$module.ko"
done
busybox ip link set lo up
busybox ip link set eth0 up
busybox ip addr add 10.0.2.15/24 dev eth0
busybox ip addr add fec0::15/64 dev eth0
# What the tests want of it stands on the kernel's command line.
for word in $(busybox cat /proc/cmdline); do
  case $word in
    muster.address-after=*)
      (busybox sleep "${word#*=}" && busybox ip addr add 10.0.2.16/24 dev eth0) &
      ;;
    muster.agent-dies-after=*)
      (busybox sleep "${word#*=}" && busybox killall qemu-ga) &
      ;;
    muster.agent-hangs-after=*)
      (busybox sleep "${word#*=}" && busybox killall -STOP qemu-ga) &
      ;;
  esac
done
port=/dev/virtio-ports/org.qemu.guest_agent.0
busybox mkdir -p /dev/virtio-ports
for one in /sys/class/virtio-ports/vport*; do
  name=$(busybox cat "$one/name")
  busybox ln -s "/dev/$(busybox basename "$one")" "/dev/virtio-ports/$name"
done
/bin/qemu-ga -m virtio-serial -p "$port" -t /tmp
while true; do busybox sleep 3600; done
INIT
chmod 755 root/init
mkdir -p "$folder"
cp unpacked/boot/vmlinuz-* "$folder/kernel"
(cd root && find . | ./bin/busybox cpio -o -H newc 2>/dev/null | gzip -1) >"$folder/initramfs.new"
mv "$folder/initramfs.new" "$folder/initramfs"
