package dev.sendpost.audience;

import java.util.List;

/**
 * What a reader may choose, and has chosen.
 *
 * @param contact who it is
 * @param topics the topics of the sub-account, by name
 */
public record Preferences(Contact contact, List<Choice> topics) {

	/**
	 * Create preferences.
	 */
	public Preferences {
		topics = List.copyOf(topics);
	}

	/**
	 * A topic, and whether the reader receives it.
	 *
	 * @param topic the topic
	 * @param received whether the reader receives it, by choice or by default, unless it
	 * gets no mail at all
	 */
	public record Choice(Topic topic, boolean received) {

	}

}
