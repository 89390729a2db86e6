/*
 * Loaded before a program (LD_PRELOAD), it writes down everything that the program changes below one folder, in the order in which it happens:
 * what is written to which file, what is flushed to the disk, what is made, renamed and removed. DiskLog.cs reads it. It is no part of FaceWeb.
 *
 *   DISKLOG_ROOT  the folder, a real path;  DISKLOG_FILE  where the log goes, outside of it.
 *
 * A call and its record are one under a lock, so the log's order is the order of what was done. Files are told apart by their inode. Ways of
 * copying that hand no bytes to this library are refused, and programs copy by reading and writing then. What is written through a mapping is not
 * seen (SQLite maps only its -shm file, which it makes anew after a crash).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { HAS = 1, MAKE, FOLDER, WRITE, CUT, SYNC, SYNC_FOLDER, RENAME, REMOVE, REMOVE_FOLDER, LINK };

struct record { uint32_t kind, path, other, is_folder; uint64_t inode, offset, bytes; };

/* The library's own syscall(): this one's stands in its place. */
static long (*real_syscall)(long, ...);
#define raw(...) ((real_syscall ? real_syscall : (real_syscall = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall")))(__VA_ARGS__))

#define FILES 65536
static uint64_t inodes[FILES];          /* of descriptors below the folder; 0: elsewhere */
static unsigned char folders[FILES];
static int out = -1;
static char root[PATH_MAX];
static size_t root_length;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;


static void put(enum kind kind, const char *path, const char *other, int is_folder, uint64_t inode, uint64_t offset, const void *data, uint64_t bytes)
{
    struct record r = { kind, path ? strlen(path) : 0, other ? strlen(other) : 0, is_folder, inode, offset, bytes };
    struct iovec parts[4] = {
        { &r, sizeof r }, { (void *)path, r.path }, { (void *)other, r.other }, { (void *)data, data ? bytes : 0 },
    };
    size_t all = sizeof r + r.path + r.other + (data ? bytes : 0);
    if ((size_t)raw(SYS_writev, out, parts, 4) != all)
        abort();                        /* a log with a gap proves nothing */
}

/* The path without the folder before it, or NULL when it lies elsewhere. */
static const char *below(const char *path, char *whole)
{
    if (out < 0 || !path)
        return NULL;
    if (path[0] == '/')
        snprintf(whole, PATH_MAX, "%s", path);
    else {
        char here[PATH_MAX];
        if (!getcwd(here, sizeof here))
            return NULL;
        if (snprintf(whole, PATH_MAX, "%s/%s", here, path) >= PATH_MAX)
            return NULL;
    }
    size_t length = strlen(whole);
    while (length > 1 && whole[length - 1] == '/')
        whole[--length] = 0;
    if (strncmp(whole, root, root_length) != 0)
        return NULL;
    if (whole[root_length] == 0)
        return whole + root_length;
    return whole[root_length] == '/' ? whole + root_length + 1 : NULL;
}

static int seen(const char *path, const struct stat *s, int type, struct FTW *walk)
{
    (void)walk;
    const char *rest = path + root_length;
    if (*rest == '/')
        put(HAS, rest + 1, NULL, type == FTW_D, s->st_ino, 0, NULL, 0);
    return 0;
}

__attribute__((constructor)) static void begin(void)
{
    const char *folder = getenv("DISKLOG_ROOT"), *file = getenv("DISKLOG_FILE");
    if (!folder || !file)
        return;
    /* Decoder processes only read, and are confined: they are left alone. */
    char line[4096] = "";
    int self = raw(SYS_openat, AT_FDCWD, "/proc/self/cmdline", O_RDONLY);
    long read_ = self < 0 ? 0 : raw(SYS_read, self, line, sizeof line - 1);
    if (self >= 0)
        raw(SYS_close, self);
    int serves = 0;
    for (long i = 0; i < read_; i += strlen(line + i) + 1)
        serves |= strstr(line + i, "FaceWeb:DataDir=") != NULL;
    if (!serves)
        return;
    snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
    int log = raw(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log < 0)
        abort();
    out = raw(SYS_fcntl, log, F_DUPFD_CLOEXEC, 900);
    raw(SYS_close, log);
    struct stat s;
    if (fstat(out, &s) == 0 && s.st_size == 0)
        nftw(root, seen, 64, FTW_PHYS);
}

static void watch(int fd, const char *rest, int existed, int flags)
{
    struct stat s;
    if (fd < 0 || fd >= FILES || fstat(fd, &s) != 0)
        return;
    inodes[fd] = s.st_ino;
    folders[fd] = S_ISDIR(s.st_mode);
    if (folders[fd])
        return;
    if (!existed)
        put(MAKE, rest, NULL, 0, s.st_ino, 0, NULL, 0);
    else if (flags & O_TRUNC)
        put(CUT, NULL, NULL, 0, s.st_ino, 0, NULL, 0);
}

static int open_at(int at, const char *path, int flags, mode_t mode)
{
    char whole[PATH_MAX];
    const char *rest = at == AT_FDCWD || (path && path[0] == '/') ? below(path, whole) : NULL;
    if (!rest)
        return raw(SYS_openat, at, path, flags, mode);
    pthread_mutex_lock(&gate);
    struct stat s;
    int existed = lstat(whole, &s) == 0;
    int fd = raw(SYS_openat, at, path, flags, mode);
    int error = errno;
    watch(fd, rest, existed, flags);
    pthread_mutex_unlock(&gate);
    errno = error;
    return fd;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { MODE(flags) return open_at(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_at(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return open_at(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return open_at(at, path, flags | O_LARGEFILE, mode); }
int __open_2(const char *path, int flags) { return open_at(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return open_at(AT_FDCWD, path, flags | O_LARGEFILE, 0); }
int creat(const char *path, mode_t mode) { return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC | O_LARGEFILE, mode); }

#define WATCHED(fd) (out >= 0 && (fd) >= 0 && (fd) < FILES && inodes[fd])

int close(int fd)
{
    if (WATCHED(fd)) {
        pthread_mutex_lock(&gate);
        inodes[fd] = 0;
        pthread_mutex_unlock(&gate);
    }
    return raw(SYS_close, fd);
}

static int twin(int from, int to)
{
    if (WATCHED(from) && to >= 0 && to < FILES) {
        inodes[to] = inodes[from];
        folders[to] = folders[from];
    } else if (to >= 0 && to < FILES)
        inodes[to] = 0;
    return to;
}

int dup(int fd) { return twin(fd, raw(SYS_dup, fd)); }
int dup2(int fd, int to) { return fd == to ? to : twin(fd, raw(SYS_dup3, fd, to, 0)); }
int dup3(int fd, int to, int flags) { return twin(fd, raw(SYS_dup3, fd, to, flags)); }

#define LOCKED(fd, call, note) \
    if (!WATCHED(fd)) return call; \
    pthread_mutex_lock(&gate); \
    __typeof__(call) got = call; \
    int error = errno; \
    note; \
    pthread_mutex_unlock(&gate); \
    errno = error; \
    return got

ssize_t write(int fd, const void *data, size_t bytes)
{
    LOCKED(fd, raw(SYS_write, fd, data, bytes), if (got > 0) put(WRITE, NULL, NULL, 0, inodes[fd], lseek(fd, 0, SEEK_CUR) - got, data, got));
}

ssize_t pwrite(int fd, const void *data, size_t bytes, off_t offset)
{
    LOCKED(fd, raw(SYS_pwrite64, fd, data, bytes, offset), if (got > 0) put(WRITE, NULL, NULL, 0, inodes[fd], offset, data, got));
}

ssize_t pwrite64(int fd, const void *data, size_t bytes, off_t offset) { return pwrite(fd, data, bytes, offset); }

static void put_parts(int fd, const struct iovec *parts, int count, off_t offset, ssize_t got)
{
    for (int i = 0; i < count && got > 0; i++) {
        size_t bytes = parts[i].iov_len < (size_t)got ? parts[i].iov_len : (size_t)got;
        if (bytes > 0)
            put(WRITE, NULL, NULL, 0, inodes[fd], offset, parts[i].iov_base, bytes);
        offset += bytes;
        got -= bytes;
    }
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    LOCKED(fd, raw(SYS_writev, fd, parts, count), put_parts(fd, parts, count, lseek(fd, 0, SEEK_CUR) - got, got));
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset)
{
    LOCKED(fd, raw(SYS_pwritev, fd, parts, count, offset, 0), put_parts(fd, parts, count, offset, got));
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset) { return pwritev(fd, parts, count, offset); }

int ftruncate(int fd, off_t length)
{
    LOCKED(fd, raw(SYS_ftruncate, fd, length), if (got == 0) put(CUT, NULL, NULL, 0, inodes[fd], length, NULL, 0));
}

int ftruncate64(int fd, off_t length) { return ftruncate(fd, length); }

static void note_sync(int fd)
{
    put(folders[fd] ? SYNC_FOLDER : SYNC, NULL, NULL, folders[fd], inodes[fd], 0, NULL, 0);
}

int fsync(int fd) { LOCKED(fd, raw(SYS_fsync, fd), if (got == 0) note_sync(fd)); }
int fdatasync(int fd) { LOCKED(fd, raw(SYS_fdatasync, fd), if (got == 0) note_sync(fd)); }

/* Room that is taken beforehand, and copies inside the system: programs do without where they are refused. */
int fallocate(int fd, int mode, off_t offset, off_t length)
{
    if (!WATCHED(fd))
        return raw(SYS_fallocate, fd, mode, offset, length);
    errno = EOPNOTSUPP;
    return -1;
}
int fallocate64(int fd, int mode, off_t offset, off_t length) { return fallocate(fd, mode, offset, length); }

int posix_fallocate(int fd, off_t offset, off_t length)
{
    return WATCHED(fd) ? EOPNOTSUPP : raw(SYS_fallocate, fd, 0, offset, length) == 0 ? 0 : errno;
}
int posix_fallocate64(int fd, off_t offset, off_t length) { return posix_fallocate(fd, offset, length); }

ssize_t copy_file_range(int from, off64_t *from_offset, int to, off64_t *to_offset, size_t bytes, unsigned flags)
{
    if (!WATCHED(to))
        return raw(SYS_copy_file_range, from, from_offset, to, to_offset, bytes, flags);
    errno = ENOSYS;
    return -1;
}

long syscall(long number, ...)
{
    va_list more;
    va_start(more, number);
    long a = va_arg(more, long), b = va_arg(more, long), c = va_arg(more, long);
    long d = va_arg(more, long), e = va_arg(more, long), f = va_arg(more, long);
    va_end(more);
    if (number == SYS_copy_file_range && WATCHED(c)) {
        errno = ENOSYS;
        return -1;
    }
    return raw(number, a, b, c, d, e, f);
}

ssize_t sendfile(int to, int from, off_t *offset, size_t bytes)
{
    if (!WATCHED(to))
        return raw(SYS_sendfile, to, from, offset, bytes);
    errno = ENOSYS;
    return -1;
}
ssize_t sendfile64(int to, int from, off64_t *offset, size_t bytes) { return sendfile(to, from, offset, bytes); }

int ioctl(int fd, unsigned long request, ...)
{
    va_list more;
    va_start(more, request);
    void *argument = va_arg(more, void *);
    va_end(more);
    if (WATCHED(fd) && request == 0x40049409UL) {      /* FICLONE */
        errno = EOPNOTSUPP;
        return -1;
    }
    return raw(SYS_ioctl, fd, request, argument);
}

#define NAMED(call, note) \
    char one[PATH_MAX], two[PATH_MAX]; \
    const char *a = below(from, one), *b = below(to, two); \
    if (!a && !b) return call; \
    if (!a || !b) { errno = EXDEV; return -1; } \
    pthread_mutex_lock(&gate); \
    int got = call, error = errno; \
    if (got == 0) note; \
    pthread_mutex_unlock(&gate); \
    errno = error; \
    return got

int rename(const char *from, const char *to)
{
    NAMED(raw(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0), put(RENAME, a, b, 0, 0, 0, NULL, 0));
}

int renameat2(int at, const char *from, int to_at, const char *to, unsigned flags)
{
    NAMED(raw(SYS_renameat2, at, from, to_at, to, flags), put(RENAME, a, b, 0, 0, 0, NULL, 0));
}

int renameat(int at, const char *from, int to_at, const char *to) { return renameat2(at, from, to_at, to, 0); }

int link(const char *from, const char *to)
{
    NAMED(raw(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0), put(LINK, a, b, 0, 0, 0, NULL, 0));
}

#define ONE(call, note) \
    char whole[PATH_MAX]; \
    const char *a = below(path, whole); \
    if (!a) return call; \
    pthread_mutex_lock(&gate); \
    int got = call, error = errno; \
    if (got == 0) note; \
    pthread_mutex_unlock(&gate); \
    errno = error; \
    return got

int unlink(const char *path) { ONE(raw(SYS_unlinkat, AT_FDCWD, path, 0), put(REMOVE, a, NULL, 0, 0, 0, NULL, 0)); }

int unlinkat(int at, const char *path, int flags)
{
    ONE(raw(SYS_unlinkat, at, path, flags), put(flags & AT_REMOVEDIR ? REMOVE_FOLDER : REMOVE, a, NULL, 0, 0, 0, NULL, 0));
}

int rmdir(const char *path) { ONE(raw(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR), put(REMOVE_FOLDER, a, NULL, 0, 0, 0, NULL, 0)); }

static void made(const char *whole, const char *rest)
{
    struct stat s;
    if (lstat(whole, &s) == 0)
        put(FOLDER, rest, NULL, 1, s.st_ino, 0, NULL, 0);
}

int mkdir(const char *path, mode_t mode) { ONE(raw(SYS_mkdirat, AT_FDCWD, path, mode), made(whole, a)); }

/* The runtime asks for some of these by name, in the C library itself: it is given those above. */
void *dlsym(void *library, const char *name)
{
    static const char *const versions[] = { "GLIBC_2.34", "GLIBC_2.2.5", "GLIBC_2.17" };
    static void *(*look)(void *, const char *);
    for (size_t i = 0; !look && i < 3; i++)
        look = (void *(*)(void *, const char *))dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    static const struct { const char *name; void *ours; } calls[] = {
        { "open", open }, { "open64", open64 }, { "close", close }, { "fsync", fsync }, { "fdatasync", fdatasync }, { "write", write },
        { "pwrite", pwrite }, { "ftruncate", ftruncate }, { "rename", rename }, { "unlink", unlink }, { "mkdir", mkdir }, { "rmdir", rmdir },
    };
    if (library != RTLD_NEXT && library != RTLD_DEFAULT)
        for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
            if (strcmp(name, calls[i].name) == 0) {
                void *theirs = look(library, name);
                return theirs ? calls[i].ours : NULL;
            }
    return look(library, name);
}
