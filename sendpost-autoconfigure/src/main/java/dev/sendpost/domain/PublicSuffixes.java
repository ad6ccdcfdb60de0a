package dev.sendpost.domain;

import crawlercommons.domains.EffectiveTldFinder;
import crawlercommons.domains.EffectiveTldFinder.EffectiveTLD;

/**
 * What the Public Suffix List says, with its private section: below {@code github.io},
 * too, each name is somebody else's.
 */
final class PublicSuffixes {

	private PublicSuffixes() {
	}

	/**
	 * Whether names are registered right below a name.
	 * @param name a name as A-labels
	 */
	static boolean isPublicSuffix(String name) {
		return suffixLabels(name) >= labels(name);
	}

	/**
	 * The name that was registered: the organizational domain of RFC 7489 section 3.2.
	 * @param name a name as A-labels that is no public suffix
	 */
	static String organizationalDomain(String name) {
		String organizational = name;
		int surplus = labels(name) - suffixLabels(name) - 1;
		for (int i = 0; i < surplus; i++) {
			organizational = organizational.substring(organizational.indexOf('.') + 1);
		}
		return organizational;
	}

	private static int suffixLabels(String name) {
		EffectiveTLD suffix = EffectiveTldFinder.getEffectiveTLD(name, false);
		if (suffix == null) {
			// A top-level domain that is not on the list is a suffix by itself.
			return 1;
		}
		return labels(suffix.getDomain()) - (suffix.isException() ? 1 : 0);
	}

	private static int labels(String name) {
		return name.split("\\.", -1).length;
	}

}
