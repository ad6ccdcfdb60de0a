package dev.sendpost.campaign;

import java.util.UUID;

import dev.sendpost.campaign.StoredCampaign.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Which variant of a campaign a contact gets. It follows from the ids of the two, so that
 * nothing needs to be remembered.
 */
final class Variants {

	private static final int BUCKETS = 10_000;

	private static final String LETTERS = "ABCDE";

	private final StoredCampaign stored;

	private final @Nullable SubjectTest test;

	Variants(StoredCampaign stored) {
		this.stored = stored;
		this.test = stored.campaign().details().subjectTest();
	}

	/**
	 * Whether a contact gets its message in the present phase.
	 */
	boolean concern(UUID contact) {
		if (this.test == null || this.stored.phase() == Phase.ALL) {
			return true;
		}
		boolean inTrial = bucket(contact) < this.test.percent() * BUCKETS / 100;
		return inTrial == (this.stored.phase() == Phase.TRIAL);
	}

	/**
	 * The variant of a contact that gets its message in the present phase, or
	 * {@code null} if all get the same.
	 */
	@Nullable String of(UUID contact) {
		if (this.test == null) {
			return null;
		}
		return (this.stored.phase() == Phase.REST) ? this.stored.campaign().winner()
				: letter(bucket(contact) % (this.test.alternatives().size() + 1));
	}

	/**
	 * The subject of a variant.
	 */
	static String subject(CampaignDetails details, @Nullable String variant) {
		SubjectTest test = details.subjectTest();
		int index = (variant != null) ? LETTERS.indexOf(variant) : 0;
		return (test != null && index > 0) ? test.alternatives().get(index - 1) : details.content().subject();
	}

	static String letter(int index) {
		return LETTERS.substring(index, index + 1);
	}

	private int bucket(UUID contact) {
		UUID campaign = this.stored.campaign().id();
		return (int) Math.floorMod(mixed(mixed(contact.getMostSignificantBits() ^ campaign.getLeastSignificantBits())
				^ contact.getLeastSignificantBits()), BUCKETS);
	}

	/**
	 * The finalizer of MurmurHash3: each bit of the input changes half of the output.
	 */
	private static long mixed(long value) {
		long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
		mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
		return mixed ^ (mixed >>> 33);
	}

}
