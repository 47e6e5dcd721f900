/* Preloaded into a process, this writes down every change that it makes to files of one folder, and every moment at which it
   asked for them to be durable, in the order in which they happened. The test then knows what a disk would hold if the power
   failed at any moment.

   POWER_LOSS_FOLDER names the folder, POWER_LOSS_JOURNAL the file that is written. A record is one line of text,
   "KIND FILE OFFSET LENGTH", and for a write its bytes after it. FILE is the name in the folder, "." the folder itself. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static int journal = -1;
static char folder[PATH_MAX];

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("POWER_LOSS_JOURNAL"), *watched = getenv("POWER_LOSS_FOLDER");
    if (!path || !watched || !realpath(watched, folder)) return;
    journal = NEXT(open)(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    unsetenv("LD_PRELOAD");
}

/* The name within the folder; none for what lies elsewhere. */
static const char *inside(const char *path) {
    size_t length = strlen(folder);
    if (journal < 0 || strncmp(path, folder, length)) return NULL;
    if (path[length] == 0) return ".";
    return path[length] == '/' && !strchr(path + length + 1, '/') ? path + length + 1 : NULL;
}

static const char *name_of(int fd, char *buffer) {
    char link[64];
    if (journal < 0) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, buffer, PATH_MAX - 1);
    if (length < 0) return NULL;
    buffer[length] = 0;
    return inside(buffer);
}

static void note(const char *kind, const char *name, long long offset, long long length, const void *bytes) {
    char line[PATH_MAX + 64];
    int size = snprintf(line, sizeof line, "%s %s %lld %lld\n", kind, name, offset, length);
    struct iovec parts[2] = {{line, size}, {(void *)bytes, bytes ? length : 0}};
    pthread_mutex_lock(&order);
    for (int part = 0; part < 2; part++)
        for (size_t done = 0; done < parts[part].iov_len;) {
            ssize_t written = NEXT(write)(journal, (char *)parts[part].iov_base + done, parts[part].iov_len - done);
            if (written <= 0) abort();
            done += written;
        }
    pthread_mutex_unlock(&order);
}

static int note_open(const char *path, int flags, int fd) {
    char buffer[PATH_MAX];
    const char *name = fd >= 0 ? name_of(fd, buffer) : NULL;
    if (name && strcmp(name, ".")) {
        if (flags & O_CREAT) note("create", name, 0, 0, NULL);
        if (flags & O_TRUNC) note("truncate", name, 0, 0, NULL);
    }
    (void)path;
    return fd;
}

#define OPEN(function)                                                                   \
    int function(const char *path, int flags, ...) {                                     \
        va_list rest;                                                                    \
        va_start(rest, flags);                                                           \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;          \
        va_end(rest);                                                                    \
        return note_open(path, flags, NEXT(function)(path, flags, mode));                \
    }
OPEN(open)
OPEN(open64)

#define PWRITE(function, offset_type)                                                    \
    ssize_t function(int fd, const void *bytes, size_t size, offset_type offset) {       \
        char buffer[PATH_MAX];                                                           \
        ssize_t written = NEXT(function)(fd, bytes, size, offset);                       \
        const char *name = written > 0 ? name_of(fd, buffer) : NULL;                     \
        if (name) note("write", name, offset, written, bytes);                           \
        return written;                                                                  \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *bytes, size_t size) {
    char buffer[PATH_MAX];
    const char *name = name_of(fd, buffer);
    off_t offset = name ? lseek(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR) : 0;
    ssize_t written = NEXT(write)(fd, bytes, size);
    if (name && written > 0) note("write", name, offset, written, bytes);
    return written;
}

#define TRUNCATE(function, offset_type)                                                  \
    int function(int fd, offset_type size) {                                             \
        char buffer[PATH_MAX];                                                           \
        int done = NEXT(function)(fd, size);                                             \
        const char *name = done == 0 ? name_of(fd, buffer) : NULL;                       \
        if (name) note("truncate", name, size, 0, NULL);                                 \
        return done;                                                                     \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(function)                                                                   \
    int function(int fd) {                                                               \
        char buffer[PATH_MAX];                                                           \
        int done = NEXT(function)(fd);                                                   \
        const char *name = done == 0 ? name_of(fd, buffer) : NULL;                       \
        if (name) note("sync", name, 0, 0, NULL);                                        \
        return done;                                                                     \
    }
SYNC(fsync)
SYNC(fdatasync)

int rename(const char *from, const char *to) {
    int done = NEXT(rename)(from, to);
    const char *old = inside(from), *new = inside(to);
    if (done == 0 && old && new) {
        char both[2 * PATH_MAX];
        snprintf(both, sizeof both, "%s>%s", old, new);
        note("rename", both, 0, 0, NULL);
    }
    return done;
}

int unlink(const char *path) {
    int done = NEXT(unlink)(path);
    const char *name = done == 0 ? inside(path) : NULL;
    if (name) note("unlink", name, 0, 0, NULL);
    return done;
}
