// Days and times that are typed are those of the reader's zone, which goes along with the form.
// Without this they are in UTC, as the labels say.
(function () {
	"use strict";

	const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

	if (!zone || zone === "Etc/Unknown") {
		return;
	}
	document.querySelectorAll("form[data-zone]").forEach((form) => {
		const field = form.elements.zone || form.appendChild(document.createElement("input"));
		field.type = "hidden";
		field.name = "zone";
		field.value = zone;
		form.querySelectorAll("[data-zone-name]").forEach((name) => { name.textContent = zone; });
	});
})();
