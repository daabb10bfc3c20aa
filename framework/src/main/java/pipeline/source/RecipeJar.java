package pipeline.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes classes and files as a jar that depends on nothing but their names and contents, so that its digest stands for them. */
final class RecipeJar {

    /** 1980-02-01, in the range of zip's times in every time zone. */
    private static final long ONE_TIME = 318_211_200_000L;

    private final SortedMap<String, byte[]> entries = new TreeMap<>();

    /** Adds class files by the binary names of their classes. */
    RecipeJar withClasses(Map<String, byte[]> classes) {
        classes.forEach((name, content) -> entries.put(name.replace('.', '/') + ".class", content));
        return this;
    }

    /** Adds files by their names in the jar. */
    RecipeJar withFiles(Map<String, byte[]> files) {
        entries.putAll(files);
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry head = new ZipEntry(entry.getKey());
                head.setTime(ONE_TIME);
                zip.putNextEntry(head);
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
