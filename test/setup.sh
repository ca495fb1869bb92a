#!/usr/bin/env bash
# Installs what the tests need beyond npm: a NATS server, libvirt and QEMU, which the integration tests
# start for themselves, as ordinary processes in directories of their own. Starts no system service and
# changes no configuration of the machine. Does nothing when everything is there.
set -euo pipefail

# command:Debian package
needed=(
  nats-server:nats-server
  libvirtd:libvirt-daemon
  virsh:libvirt-clients
  qemu-system-x86_64:qemu-system-x86
  ip:iproute2
  unshare:util-linux
)
qemu_driver_package=libvirt-daemon-driver-qemu
faketime_package=libfaketime
# Where agents read which machine they are on; some containers have none.
machine_id=/etc/machine-id
directories=(/etc/libvirt /run/libvirt /var/lib/libvirt /var/log/libvirt /var/cache/libvirt)
groups=(kvm libvirt-qemu)
user=libvirt-qemu

PATH=$PATH:/usr/sbin:/sbin

"$(dirname "$0")/setup-nats.sh"

has_qemu_driver() {
  local file
  for file in /usr/lib/*/libvirt/connection-driver/libvirt_driver_qemu.so \
    /usr/lib{,64}/libvirt/connection-driver/libvirt_driver_qemu.so; do
    [[ -e $file ]] && return 0
  done
  return 1
}

has_faketime() {
  local file
  for file in /usr/lib/*/faketime/libfaketimeMT.so.1; do
    [[ -e $file ]] && return 0
  done
  return 1
}

missing_packages() {
  local entry
  for entry in "${needed[@]}"; do
    command -v "${entry%%:*}" >/dev/null || echo "${entry##*:}"
  done
  has_qemu_driver || echo "$qemu_driver_package"
  has_faketime || echo "$faketime_package"
}

# The bare packages leave these to libvirt-daemon-system, which would also start libvirt for the machine.
missing_system_parts() {
  local name
  for name in "${groups[@]}"; do getent group "$name" >/dev/null || echo "group $name"; done
  getent passwd "$user" >/dev/null || echo "user $user"
  for name in "${directories[@]}"; do [[ -d $name ]] || echo "directory $name"; done
  [[ -e $machine_id ]] || echo "file $machine_id"
}

as_root=()
may_change_system() {
  [[ $(id -u) == 0 ]] && return 0
  as_root=(sudo -n)
  command -v sudo >/dev/null && sudo -n true 2>/dev/null
}

install_packages() {
  local policy=/usr/sbin/policy-rc.d
  # Debian starts a service as soon as it is installed, unless this file says that it must not.
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
    trap '"${as_root[@]}" rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

create_system_parts() {
  local name
  for name in "${groups[@]}"; do
    getent group "$name" >/dev/null || "${as_root[@]}" groupadd --system "$name"
  done
  getent passwd "$user" >/dev/null ||
    "${as_root[@]}" useradd --system --gid "$user" --groups kvm --home-dir /var/lib/libvirt \
      --no-create-home --shell /usr/sbin/nologin "$user"
  "${as_root[@]}" mkdir -p "${directories[@]}"
  [[ -e $machine_id ]] || tr -d - </proc/sys/kernel/random/uuid | "${as_root[@]}" tee "$machine_id" >/dev/null
}

mapfile -t packages < <(missing_packages)
mapfile -t parts < <(missing_system_parts)
if ! ((${#packages[@]} + ${#parts[@]})); then
  "$(dirname "$0")/setup-guest.sh"
  exit
fi

if may_change_system && { ((${#packages[@]} == 0)) || command -v apt-get >/dev/null; }; then
  ((${#packages[@]} == 0)) || install_packages "${packages[@]}"
  create_system_parts
fi

mapfile -t packages < <(missing_packages)
mapfile -t parts < <(missing_system_parts)
if ((${#packages[@]} + ${#parts[@]})); then
  {
    echo "The integration tests need what is missing here (names of Debian packages where there are any):"
    ((${#packages[@]} == 0)) || printf '  package %s\n' "${packages[@]}"
    ((${#parts[@]} == 0)) || printf '  %s\n' "${parts[@]}"
    echo "Run test/setup.sh as root on Debian or Ubuntu, or install them yourself."
    echo "npm run test:unit needs none of them."
  } >&2
  exit 1
fi

"$(dirname "$0")/setup-guest.sh"
