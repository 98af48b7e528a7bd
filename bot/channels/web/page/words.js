// The words of the page, in the language the conversation is held in.

const TAGS = { zh_Hans_CN: "zh-CN", en: "en" };
const KEPT = "bangban.language";

let words = {};
let language = "zh_Hans_CN";

export const languageTag = () => TAGS[language];

export function word(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
}

export async function speak(wanted) {
  const answer = await fetch(`words/${wanted}.json`);
  if (!answer.ok) throw new Error(`words ${answer.status}`);
  words = await answer.json();
  language = wanted;
  localStorage.setItem(KEPT, wanted);
  document.documentElement.lang = languageTag();
  document.title = word("title");
  translate(document);
}

export function firstLanguage() {
  const kept = localStorage.getItem(KEPT);
  if (kept in TAGS) return kept;
  return navigator.language.startsWith("zh") ? "zh_Hans_CN" : "en";
}

/** The page follows the language the bot speaks: whoever changes it in the chat need not change it again here. */
export async function follow(text) {
  const heard = languageOf(text);
  if (!heard || heard === language) return false;
  return speak(heard).then(() => true, () => false);
}

export function languageOf(text) {
  const chinese = (text.match(/\p{Script=Han}/gu) ?? []).length;
  const latin = (text.match(/[A-Za-z]/g) ?? []).length;
  if (chinese * 3 + latin < 12) return null;
  return chinese * 3 >= latin ? "zh_Hans_CN" : "en";
}

export const tagOf = (text) => TAGS[languageOf(text)] ?? null;

/** Fills every element that names a word: its text, its label, its placeholder. */
export function translate(root) {
  for (const element of root.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of root.querySelectorAll("[data-word-label]")) {
    element.setAttribute("aria-label", word(element.dataset.wordLabel));
  }
  for (const element of root.querySelectorAll("[data-word-placeholder]")) {
    element.placeholder = word(element.dataset.wordPlaceholder);
  }
}
