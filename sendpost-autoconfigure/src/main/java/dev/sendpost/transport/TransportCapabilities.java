package dev.sendpost.transport;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a transport can carry. The router passes over one that cannot do what a message
 * needs; if none can, the message is refused with the feature's name.
 *
 * @param features what it can carry beyond one sender, one recipient, subject and text
 */
public record TransportCapabilities(Set<TransportFeature> features) {

	/**
	 * Create capabilities.
	 */
	public TransportCapabilities {
		features = Set.copyOf(features);
	}

	/**
	 * A transport that carries everything.
	 * @return all features
	 */
	public static TransportCapabilities all() {
		return new TransportCapabilities(EnumSet.allOf(TransportFeature.class));
	}

	/**
	 * A transport that carries everything but some features.
	 * @param features what it cannot do
	 * @return all other features
	 */
	public static TransportCapabilities allBut(TransportFeature... features) {
		Set<TransportFeature> remaining = EnumSet.allOf(TransportFeature.class);
		Set.of(features).forEach(remaining::remove);
		return new TransportCapabilities(remaining);
	}

	/**
	 * What is missing for a message.
	 * @param needed what the message needs
	 * @return the features that this transport lacks, possibly none
	 */
	public Set<TransportFeature> missing(Set<TransportFeature> needed) {
		if (this.features.containsAll(needed)) {
			return Set.of();
		}
		Set<TransportFeature> missing = EnumSet.copyOf(needed);
		missing.removeAll(this.features);
		return missing;
	}

}
