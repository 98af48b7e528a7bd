// Papers beside the data: zoom and turn with buttons or, while the picture has the focus, with + - 0 r.

const STEP = 1.25;

export function openViewers() {
  for (const root of document.querySelectorAll("[data-viewer]")) new Viewer(root);
}

class Viewer {
  constructor(root) {
    this.root = root;
    this.stage = root.querySelector("[data-stage]");
    this.picture = root.querySelector("[data-picture]");
    this.name = root.querySelector("[data-name]");
    this.links = [...document.querySelectorAll("a[data-look]")];
    this.zoom = 1;
    this.turn = 0;
    this.links.forEach((link, index) => link.addEventListener("click", (event) => this.follow(event, index)));
    root.addEventListener("click", (event) => this.press(event.target.closest("button")?.dataset.do));
    this.stage.addEventListener("keydown", (event) => this.key(event));
    this.picture.addEventListener("load", () => this.draw());
    if (this.links.length) {
      root.hidden = false;
      this.show(0);
    }
  }

  follow(event, index) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.show(index);
    this.stage.focus();
  }

  show(index) {
    this.index = (index + this.links.length) % this.links.length;
    const link = this.links[this.index];
    this.zoom = 1;
    this.turn = 0;
    this.picture.src = link.dataset.image ?? link.href;
    this.picture.alt = link.dataset.look;
    this.name.textContent = `${this.index + 1} / ${this.links.length} · ${link.dataset.look}`;
  }

  press(what) {
    const moves = {
      in: () => { this.zoom = Math.min(8, this.zoom * STEP); },
      out: () => { this.zoom = Math.max(0.25, this.zoom / STEP); },
      fit: () => { this.zoom = 1; this.turn = 0; },
      turn: () => { this.turn = (this.turn + 90) % 360; },
      next: () => this.show(this.index + 1),
      back: () => this.show(this.index - 1),
    };
    if (!moves[what]) return false;
    moves[what]();
    this.draw();
    return true;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = { "+": "in", "=": "in", "-": "out", "0": "fit", r: "turn", R: "turn", n: "next", p: "back" };
    if (this.press(keys[event.key])) event.preventDefault();
  }

  draw() {
    const { naturalWidth: width, naturalHeight: height } = this.picture;
    if (!width) return;
    const lying = this.turn % 180 !== 0;
    const room = { width: this.stage.clientWidth, height: this.stage.clientHeight };
    const fit = Math.min(room.width / (lying ? height : width), room.height / (lying ? width : height), 2);
    const scale = fit * this.zoom;
    this.picture.style.width = `${width * scale}px`;
    this.picture.style.height = `${height * scale}px`;
    // A turned picture keeps the box of the upright one; the margin gives it the room it really takes.
    const spare = lying ? ((width - height) * scale) / 2 : 0;
    this.picture.style.margin = `${spare}px ${-spare}px`;
    this.picture.style.transform = `rotate(${this.turn}deg)`;
  }
}
