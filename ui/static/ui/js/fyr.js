// The page's behaviour beyond HTML: each module listens once on the document and finds its work by data attributes.
import "./changed.js";
import "./draft.js";
import "./submit.js";
import "./guess.js";
import "./keys.js";
import "./meeting.js";
import "./menu.js";
import "./plain.js";
import "./panel.js";
import "./fresh.js";
import "./leave.js";
import "./palette.js";
import "./save.js";
import "./toast.js";
import "./when.js";
