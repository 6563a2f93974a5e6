// The page's behaviour beyond HTML: each module listens once on the document and finds its work by data attributes.
import "./draft.js";
import "./submit.js";
import "./keys.js";
import "./meeting.js";
import "./menu.js";
import "./panel.js";
import "./plain.js";
import "./palette.js";
import "./toast.js";
import "./when.js";
