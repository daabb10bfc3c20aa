package pipeline.mapfile;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pipeline.text.InvisibleCharacters;
import pipeline.text.Plural;

/** What each form cannot hold. */
final class FormLimits {

    private FormLimits() {}

    /** Returns the first thing in a map that a form cannot hold, with the entry it is in; null if it holds all. */
    static @Nullable String refusal(MapfileForm form, DataMap map) {
        return switch (form) {
            case PARSET -> parsetRefusal(map);
            case TUPLES -> firstRefusal(map, FormLimits::pairRefusal);
            case DICTS -> firstRefusal(map, FormLimits::singleRefusal);
            case MULTI, JSON, JSON_LINES -> null;
        };
    }

    /** Returns what a form cannot hold of an entry, wherever it stands; null if it holds all. */
    static @Nullable String refusal(MapfileForm form, MapEntry entry) {
        return switch (form) {
            case PARSET -> nameRefusal(entry);
            case TUPLES -> pairRefusal(entry);
            case DICTS -> singleRefusal(entry);
            case MULTI, JSON, JSON_LINES -> null;
        };
    }

    /** Returns the given form if it can hold the map, otherwise the simplest form of the same language that can. */
    static MapfileForm fitting(MapfileForm preferred, DataMap map) {
        if (refusal(preferred, map) == null) {
            return preferred;
        }
        if (preferred == MapfileForm.PARSET && refusal(MapfileForm.TUPLES, map) == null) {
            return MapfileForm.TUPLES;
        }
        return refusal(MapfileForm.DICTS, map) == null ? MapfileForm.DICTS : MapfileForm.MULTI;
    }

    private interface Limit {
        @Nullable
        String refusal(MapEntry entry);
    }

    private static @Nullable String firstRefusal(DataMap map, Limit limit) {
        for (MapEntry entry : map.entries()) {
            String refusal = limit.refusal(entry);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private static @Nullable String parsetRefusal(DataMap map) {
        Set<String> finished = new HashSet<>();
        String current = "";
        for (MapEntry entry : map.entries()) {
            if (!entry.host().equals(current)) {
                finished.add(current);
                current = entry.host();
            }
            if (finished.contains(entry.host())) {
                return about(entry)
                        + " comes after entries of another host; other readers of parsets keep only the last"
                        + " list of a host";
            }
            String refusal = nameRefusal(entry);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private static @Nullable String nameRefusal(MapEntry entry) {
        String refusal = pairRefusal(entry);
        if (refusal == null) {
            refusal = quoteRefusal(entry, entry.host());
        }
        return refusal == null ? quoteRefusal(entry, entry.file()) : refusal;
    }

    private static @Nullable String pairRefusal(MapEntry entry) {
        String refusal = singleRefusal(entry);
        return refusal == null && entry.skip() ? about(entry) + " is marked skip" : refusal;
    }

    private static @Nullable String singleRefusal(MapEntry entry) {
        if (entry.files().size() > 1) {
            return about(entry) + " has " + Plural.of(entry.files().size(), "file");
        }
        return entry.fileSkips().get(0) == entry.skip() ? null : about(entry) + " has a skip flag for its file alone";
    }

    /** Parsets have no escapes. */
    private static @Nullable String quoteRefusal(MapEntry entry, String name) {
        if (InvisibleCharacters.firstMistaken(name).isPresent()) {
            return about(entry) + " has a character that cannot be seen in the name " + FileNames.quoted(name);
        }
        if (name.indexOf('\n') >= 0) {
            return about(entry) + " has a line end in the name " + FileNames.quoted(name);
        }
        return name.indexOf('"') >= 0 && name.indexOf('\'') >= 0
                ? about(entry) + " has both kinds of quotes in the name " + FileNames.quoted(name)
                : null;
    }

    private static String about(MapEntry entry) {
        return "entry " + entry.index() + " (host " + entry.host() + ")";
    }
}
