package pipeline.remote.hostkey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import pipeline.remote.sshconfig.SshHost;

/** The known host keys of some files as they stood when they were read; immutable. */
public final class KnownHosts {

    /** What the files say about a key. */
    public enum KeyStatus {
        /** It is the host's. */
        KNOWN,
        /** No line is about the host. */
        UNKNOWN,
        /** The host has other keys. */
        CHANGED,
        /** The key is marked as revoked. */
        REVOKED
    }

    /**
     * The status of a key with the line it rests on.
     *
     * @param line empty where nothing is known
     */
    public record Finding(KeyStatus status, Optional<KnownHostsLine> line) {}

    private final List<KnownHostsLine> lines;

    private KnownHosts(List<KnownHostsLine> lines) {
        this.lines = List.copyOf(lines);
    }

    /** Reads the files; those that do not exist hold nothing. */
    public static KnownHosts read(List<Path> files) throws IOException {
        List<KnownHostsLine> lines = new ArrayList<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                lines.addAll(parse(Files.readAllBytes(file), file));
            }
        }
        return new KnownHosts(lines);
    }

    /** Takes the content of one file. */
    static KnownHosts of(byte[] content, Path file) {
        return new KnownHosts(parse(content, file));
    }

    private static List<KnownHostsLine> parse(byte[] content, Path file) {
        List<KnownHostsLine> lines = new ArrayList<>();
        int number = 0;
        for (String text : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
            KnownHostsLine.parse(text, file, ++number).ifPresent(lines::add);
        }
        return lines;
    }

    /**
     * Judges a key that a host showed.
     *
     * @param asked the types of keys that the host was asked for: lines with keys of other types say nothing
     */
    public Finding judge(SshHost host, HostKey key, Set<String> asked) {
        Optional<KnownHostsLine> revoked = revoked(host, key);
        if (revoked.isPresent()) {
            return new Finding(KeyStatus.REVOKED, revoked);
        }
        Optional<KnownHostsLine> same =
                first(line -> line.marker().isEmpty() && line.key().equals(key.base64()) && about(host, line));
        if (same.isPresent()) {
            return new Finding(KeyStatus.KNOWN, same);
        }
        Optional<KnownHostsLine> sameType = first(
                line -> line.marker().isEmpty() && line.keyType().equals(key.type()) && line.names(host.knownAs()));
        // a host that is known by keys of other types only shows one of those, for we ask for them first
        Optional<KnownHostsLine> other = sameType.isPresent()
                ? sameType
                : first(line ->
                        line.marker().isEmpty() && asked.contains(line.keyType()) && line.names(host.knownAs()));
        return other.isPresent()
                ? new Finding(KeyStatus.CHANGED, other)
                : new Finding(KeyStatus.UNKNOWN, Optional.empty());
    }

    /** Judges a certificate that a host showed by its authority: unknown if that is none for the host. */
    public Finding judge(SshHost host, HostCertificate certificate) {
        Optional<KnownHostsLine> revoked =
                revoked(host, certificate.authority()).or(() -> revoked(host, certificate.key()));
        if (revoked.isPresent()) {
            return new Finding(KeyStatus.REVOKED, revoked);
        }
        String authority = certificate.authority().base64();
        Optional<KnownHostsLine> known = first(line ->
                line.marker().equals(KnownHostsLine.AUTHORITY) && line.key().equals(authority) && about(host, line));
        return new Finding(known.isPresent() ? KeyStatus.KNOWN : KeyStatus.UNKNOWN, known);
    }

    private Optional<KnownHostsLine> revoked(SshHost host, HostKey key) {
        return first(line ->
                line.marker().equals(KnownHostsLine.REVOKED) && line.key().equals(key.base64()) && about(host, line));
    }

    /** Returns the types of the host's known keys, such as {@code ssh-ed25519}. */
    public Set<String> keyTypes(SshHost host) {
        Set<String> types = new LinkedHashSet<>();
        for (KnownHostsLine line : lines) {
            if (line.marker().isEmpty() && about(host, line)) {
                types.add(line.keyType());
            }
        }
        return types;
    }

    /** Returns the line that leaves the judgement about the host to a certificate authority. */
    public Optional<KnownHostsLine> authority(SshHost host) {
        return first(line -> line.marker().equals(KnownHostsLine.AUTHORITY) && about(host, line));
    }

    private static boolean about(SshHost host, KnownHostsLine line) {
        return line.names(host.knownAs())
                || host.knownWithoutPort().filter(line::names).isPresent();
    }

    private Optional<KnownHostsLine> first(Predicate<KnownHostsLine> condition) {
        return lines.stream().filter(condition).findFirst();
    }
}
