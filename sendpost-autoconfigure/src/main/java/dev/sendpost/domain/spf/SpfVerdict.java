package dev.sendpost.domain.spf;

import java.util.List;

/**
 * What SPF says, and why.
 *
 * @param result the result
 * @param explanation what led to it, for a person to read
 * @param path the domains whose records were being read when it was reached, the first
 * the one that was asked about
 * @param lookups how many of the ten look-ups were needed (RFC 7208 section 4.6.4)
 */
public record SpfVerdict(SpfResult result, String explanation, List<String> path, int lookups) {

	/**
	 * Create a verdict.
	 */
	public SpfVerdict {
		path = List.copyOf(path);
	}

	/**
	 * The explanation with the path that led to it, where there is one.
	 * @return for a person to read
	 */
	public String describe() {
		return (this.path.size() > 1) ? this.explanation + " (" + String.join(" -> ", this.path) + ")"
				: this.explanation;
	}

}
