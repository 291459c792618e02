/* window.monitor.secondFactor: what is shown once when a second factor is set up, and the field for its code.
 *
 * Contract: offer(made) answers an element with the secret, its QR code, its otpauth link and the recovery codes of `made`, the answer of
 * POST /sign-in/second-factor or /me/second-factor; codeField(words) answers a label with the input `code`.
 * asked(form, answer) is for the sign-in form: the server answers 401 second_factor or set_up_second_factor; it puts into the form
 * what is needed and answers whether it did. Nothing of it is kept by the browser.
 */
(function () {
  "use strict";
  const monitor = (window.monitor = window.monitor || {});
  const GROUP = /.{1,4}/g, SVG = "http://www.w3.org/2000/svg";

  function element(name, className, words) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (words !== undefined) made.textContent = words;
    return made;
  }
  function codeField(words) {
    const label = element("label", "factor__code", words), input = element("input");
    input.name = "code";
    input.required = true;
    input.maxLength = 64;
    input.autocomplete = "one-time-code";
    input.spellcheck = false;
    input.setAttribute("autocapitalize", "characters");
    label.append(input);
    return label;
  }
  function inSvg(name, attributes) {
    const made = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  }
  /* Made of elements, not of markup: nothing of it is an address that a browser could keep. */
  function picture({ size, path }) {
    const words = monitor.t("QR code with the secret, for the camera of your phone. The same secret follows in letters.");
    const made = inSvg("svg", { viewBox: `0 0 ${size} ${size}`, class: "factor__picture", role: "img", "aria-label": words, "shape-rendering": "crispEdges" });
    made.append(inSvg("rect", { width: size, height: size, class: "factor__light" }), inSvg("path", { d: path, class: "factor__dark" }));
    return made;
  }
  function offer(made) {
    const { t } = monitor, place = element("div", "factor"), codes = element("ol", "factor__codes");
    const link = element("a", "btn", t("Open the authenticator on this device"));
    link.href = made.link;
    made.recovery_codes.forEach((code) => codes.append(element("li", "", code)));
    place.append(
      element("p", "", t("1. Scan this picture with your authenticator: an app on your own phone that shows a new code every 30 seconds. Or type in the secret that stands with it.")),
      picture(made.qr_code),
      element("p", "factor__secret", made.secret.match(GROUP).join(" ")), link,
      element("p", "", t("2. Write these recovery codes down and keep them away from the phone. Each signs you in once without it. They are shown only now.")),
      codes,
      element("p", "", t("3. Enter the code that the authenticator shows now.")),
    );
    return place;
  }
  function put(form, parts) {
    form.querySelectorAll(".factor, .factor__code, .factor__hint").forEach((before) => before.remove());
    form.querySelector("button:not([type=button])").before(...parts);
    form.elements.code.focus();
  }
  async function asked(form, answer) {
    const { t } = monitor, error = answer.body && answer.body.error;
    if (!error || !["second_factor", "set_up_second_factor"].includes(error.code)) return false;
    if (error.code === "second_factor") {
      const hint = element("p", "factor__hint", t("Your authenticator shows it. Without it, enter a recovery code."));
      put(form, [codeField(t("Code of the second factor")), hint]);
      return true;
    }
    const sent = new FormData(form);
    const made = await monitor.api.post("/sign-in/second-factor", { login: sent.get("login"), password: sent.get("password") });
    if (!made.ok) return false;
    const why = element("p", "factor__hint", t("Your clinic demands a second factor of you. Set it up once, here."));
    put(form, [why, offer(made.body), codeField(t("Code of the second factor"))]);
    form.querySelector(".factor").scrollIntoView({ block: "nearest" });
    return true;
  }
  monitor.secondFactor = { offer, codeField, asked };
})();
