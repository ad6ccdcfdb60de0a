// Parts of a page that are asked for again and again stay as they are while nothing has
// changed, so that neither a selection nor the place of the reader is lost.
(function () {
	"use strict";

	const last = new Map();

	document.addEventListener("htmx:beforeSwap", (event) => {
		const part = event.detail.requestConfig && event.detail.requestConfig.elt;
		if (!part || !part.matches("[data-quiet]") || event.detail.xhr.status !== 200) {
			return;
		}
		const page = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
		const found = page.getElementById(part.id);
		const now = found && found.outerHTML;
		if (now && last.get(part.id) === now) {
			event.detail.shouldSwap = false;
		}
		last.set(part.id, now);
	});
})();
