package pipeline.hostset;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Removes from a message what belongs to one host only, so that messages of one cause on many hosts are equal. */
public final class MessageNormalizer {

    private static final Pattern PLACE = Pattern.compile("(?<![\\w.-])([\\w.-]{1,255}):\\d{1,6}(?!\\d)");
    private static final Pattern ADDRESS =
            Pattern.compile("(?<![\\w.])\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\w])|\\[[0-9a-fA-F:.%]{2,64}\\](?::\\d{1,6})?");
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/=]{1,64}");
    private static final String PLACEHOLDER = "…";

    private MessageNormalizer() {}

    /** Returns the message without the host's names, its addresses and ports, its fingerprints, and lines of files. */
    public static String of(String host, String message) {
        String text = FINGERPRINT.matcher(message).replaceAll(PLACEHOLDER);
        Set<String> names = new LinkedHashSet<>();
        names.add(host);
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            names.add(place.group(1));
        }
        text = PLACE.matcher(text).replaceAll(PLACEHOLDER);
        for (String name : names) {
            text = text.replaceAll("(?<![\\w.-])" + Pattern.quote(name) + "(?![\\w-])", PLACEHOLDER);
        }
        return ADDRESS.matcher(text).replaceAll(PLACEHOLDER);
    }
}
