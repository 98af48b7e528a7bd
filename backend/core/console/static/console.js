// Improvements only: every page reads, decides and sends without this file.
import { disableAfterSending, focusFirstProblem, countCharacters } from "./forms.js";
import { keepDrafts } from "./drafts.js";
import { hideAgain, watchSession } from "./session.js";
import { listen } from "./live.js";
import { countWhileChoosing } from "./counts.js";
import { watchJobs } from "./jobs.js";
import { numberLines } from "./lines.js";
import { listenToKeys } from "./keys.js";
import { openViewers } from "./viewer.js";

disableAfterSending();
focusFirstProblem();
keepDrafts();
countCharacters();
watchSession();
hideAgain();
listen();
watchJobs();
countWhileChoosing();
openViewers();
listenToKeys();
numberLines();
