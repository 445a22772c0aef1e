// What esbuild starts from: the font, our stylesheet, htmx and the keyboard.
import "pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css";
import "../css/main.css";
import "./htmx";
import "./keyboard";
import "./flash";
import "./table";
import "./mirror";
import "./insert";
import "./place";
import "./sql";
import "./term";
import "./tabs";
